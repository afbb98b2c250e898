internal import Chunks
internal import PrometheusModel

/// The newest samples of one series that came out of order, in the order of their times.
///
/// There are a few dozen at most: each finds its place by moving the later ones.
struct LateBuffer {
    private(set) var timestamps: [Int64] = []
    private var values: [Double] = []
    /// When the counters of floats started, of the samples where that is known, by time.
    private var starts: [Int64: Int64] = [:]
    /// The samples that are histograms, by time: mostly none.
    private var histograms: [Int64: TimedHistogram] = [:]

    init() {}

    var count: Int { timestamps.count }
    var isEmpty: Bool { timestamps.isEmpty }

    /// The bytes kept, about.
    var byteCount: Int { timestamps.capacity * 16 + starts.count * 32 + histograms.count * 512 }

    /// Whether a sample lies in `window`.
    func overlaps(_ window: ClosedRange<Int64>) -> Bool {
        guard let first = timestamps.first, let last = timestamps.last else { return false }
        return (first...last).overlaps(window)
    }

    /// Puts a sample in its place; `false` if there is one of the same time already.
    mutating func insert(_ sample: LateSample) -> Bool {
        var position = timestamps.count
        while position > 0, timestamps[position - 1] >= sample.timestamp { position -= 1 }
        if position < timestamps.count, timestamps[position] == sample.timestamp { return false }
        timestamps.insert(sample.timestamp, at: position)
        values.insert(sample.value, at: position)
        if let histogram = sample.histogram { histograms[sample.timestamp] = histogram }
        if sample.startTimestamp != 0 { starts[sample.timestamp] = sample.startTimestamp }
        return true
    }

    /// Chunks of all samples, one or more.
    func encoded(_ encoding: LateEncoding) -> [EncodedChunk] {
        var chunker = SeriesChunker(
            floatEncoding: encoding.floats,
            storesHistogramStarts: encoding.storesHistogramStarts
        )
        for (timestamp, value) in zip(timestamps, values) {
            if let histogram = histograms[timestamp] {
                chunker.append(histogram)
            } else {
                chunker.append(timestamp, value, startTimestamp: starts[timestamp] ?? 0)
            }
        }
        return chunker.finish()
    }
}
