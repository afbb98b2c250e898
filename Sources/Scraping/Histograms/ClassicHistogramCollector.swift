internal import PrometheusBytes
internal import PrometheusExposition
internal import PrometheusModel

/// Gathers the series of classic histograms as a target writes them, and makes native ones with custom buckets of them.
///
/// The series of one histogram follow each other; what does not belong to the running one ends it.
struct ClassicHistogramCollector {
    /// Which part of a histogram a series is.
    private enum Part {
        case bucket(bound: Double)
        case sum
        case count
    }

    /// A histogram that is complete.
    struct Collected {
        var sample: ExposedSample
        var labels: ExposedLabels
        var histogram: NativeHistogram
        var exemplars: [ExposedExemplar]
    }

    /// The name of the family of the last `TYPE` line if that is a histogram, otherwise empty.
    private var family: [UInt8] = []
    /// The labels of the running histogram, its name without suffix, as they are compared and hashed.
    private var key: [UInt8] = []
    private var labels = ExposedLabels()
    private var histogram = ClassicHistogram()
    private var sample = ExposedSample()
    private var exemplars: [ExposedExemplar] = []
    /// The key of the last native histogram: there is no second one with the same labels.
    private var nativeKey: [UInt8] = []
    private let hasher: SeriesHash

    init(_ hasher: SeriesHash) { self.hasher = hasher }

    /// Notes the type of the family that comes.
    mutating func begin(_ name: String, _ type: MetricType) {
        family = type == .histogram ? Array(name.utf8) : []
    }

    /// Notes a native histogram.
    mutating func note(native exposed: ExposedLabels) { nativeKey = exposed.bytes(without: nil, name: nil) }

    /// Whether these are the labels of a part of the running histogram or of a new one.
    ///
    /// - Returns: `nil` if they are of no classic histogram; otherwise whether the running one is another and must be
    ///   finished first.
    func startsAnother(_ exposed: ExposedLabels) -> Bool? {
        guard part(of: exposed) != nil else { return nil }
        return !key.isEmpty && exposed.bytes(without: Label.bucketBound, name: family) != key
    }

    /// Adds a part.
    /// - Precondition: `startsAnother` said that it belongs here.
    mutating func add(_ sample: ExposedSample, _ exposed: ExposedLabels, _ exemplars: [ExposedExemplar]) {
        guard let part = part(of: exposed) else { return }
        if key.isEmpty {
            key = exposed.bytes(without: Label.bucketBound, name: family)
            labels = exposed.replacing(name: family, without: Label.bucketBound)
            self.sample = sample
        }
        switch part {
        case .bucket(let bound): histogram.buckets.append((bound, sample.value))
        case .sum: histogram.sum = sample.value
        case .count: histogram.count = sample.value
        }
        self.exemplars += exemplars.filter { $0.timestamp != nil }
    }

    /// Ends the running histogram; `nil` if there is none or if its parts do not fit together.
    mutating func finish() -> Collected? {
        guard !key.isEmpty else { return nil }
        defer {
            key = []
            histogram = ClassicHistogram()
            exemplars = []
        }
        guard key != nativeKey, let native = histogram.native else { return nil }
        var identity = key
        // No text has this byte, so that the native histogram has another identity than any classic series.
        identity.append(0xFC)
        (sample.hash, sample.length) = (hasher.hash(identity.rawSpan, 0, identity.count), identity.count)
        sample.hasExemplars = !exemplars.isEmpty
        return Collected(sample: sample, labels: labels, histogram: native, exemplars: exemplars)
    }

    private func part(of exposed: ExposedLabels) -> Part? {
        guard !family.isEmpty, let name = exposed.value(of: Label.metricName), name.starts(with: family) else {
            return nil
        }
        switch String(decoding: name.dropFirst(family.count), as: UTF8.self) {
        case "_sum": return .sum
        case "_count": return .count
        case "_bucket":
            guard let text = exposed.value(of: Label.bucketBound), let bound = FloatText.parse(Array(text).rawSpan)
            else { return nil }
            return .bucket(bound: bound)
        default: return nil
        }
    }
}
