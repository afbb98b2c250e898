internal import PrometheusBytes
package import PrometheusModel
internal import PrometheusWire

/// Reads the samples and metadata of an exposition in the delimited protobuf format, in the order in which they were
/// written.
///
/// A metric of the format stands for several series; the parser gives them one after the other, as if they had been
/// written as text. Labels are not taken apart before `copyLabels` asks for them.
package struct ProtobufExpositionParser: ExpositionReading, ~Copyable, ~Escapable {
    /// Which forms of a histogram are wanted.
    package struct Forms: Sendable {
        /// Whether native histograms are taken; otherwise every histogram is classic.
        package var native: Bool
        /// Whether the classic series of a native histogram are taken too.
        package var classicBesideNative: Bool

        package init(native: Bool, classicBesideNative: Bool) {
            self.native = native
            self.classicBesideNative = classicBesideNative
        }
    }

    let bytes: RawSpan
    let hasher: SeriesHash
    let forms: Forms
    /// Where the next family begins.
    var position = 0

    var family = ProtobufFamily()
    /// How much of the family was told: the metadata by bits, and metrics.
    var toldMetadata: UInt8 = 0
    var nextMetric = 0
    var metric = ProtobufMetric()
    /// The series of the current metric and which of them is the current one.
    var samples: [ProtobufSample] = []
    var nextSample = 0
    /// The start and the exemplars of the current metric.
    var startTimestamp: Int64 = 0
    var nativeExemplars: [Range<Int>] = []
    /// The name and labels of the current metric as they are hashed.
    var identity: [UInt8] = []

    /// The current sample.
    package var sample = ExposedSample()
    /// The current native histogram.
    package var histogram = NativeHistogram.integer(IntegerHistogram())

    @_lifetime(copy bytes)
    package init(_ bytes: RawSpan, _ hasher: SeriesHash, _ forms: Forms) {
        self.bytes = bytes
        self.hasher = hasher
        self.forms = forms
    }

    /// Moves to the next entry.
    /// - Throws: where the bytes do not follow the format. The parser is of no use afterwards.
    @_lifetime(self: copy self)
    package mutating func next() throws(ExpositionError) -> ExpositionEntry {
        while true {
            if nextSample < samples.count { return takeSample() }
            if let entry = takeMetadata() { return entry }
            if nextMetric < family.metrics.count {
                nextMetric += 1
                do throws(WireError) {
                    try readMetric(family.metrics[nextMetric - 1])
                } catch {
                    throw .protobuf(error.description)
                }
                try expand()
                continue
            }
            guard position < bytes.byteCount else { return .end }
            do throws(WireError) {
                try readFamily()
            } catch {
                throw .protobuf(error.description)
            }
            guard !family.metrics.isEmpty else { continue }
            try checkFamily()
            toldMetadata = 0
        }
    }

    /// The current metadata entry.
    package var metadata: ExposedMetadata { ExposedMetadata(family: metadataName, text: metadataText) }

    /// The name of the family that the current metadata entry is about.
    package var metadataName: String { String(decoding: array(family.name), as: UTF8.self) }

    /// The text of the current metadata entry.
    package var metadataText: String {
        // The unit comes last.
        String(decoding: array(toldMetadata & Self.unit != 0 ? family.unit : family.help), as: UTF8.self)
    }

    /// The type of the current family.
    package var currentType: MetricType { family.type ?? .unknown }

    // MARK: Pieces

    private static let type: UInt8 = 1
    private static let help: UInt8 = 2
    private static let unit: UInt8 = 4

    @_lifetime(self: copy self)
    private mutating func takeMetadata() -> ExpositionEntry? {
        guard nextMetric == 0, !family.metrics.isEmpty else { return nil }
        if toldMetadata & Self.type == 0 {
            toldMetadata |= Self.type
            return .type(currentType)
        }
        if toldMetadata & Self.help == 0 {
            toldMetadata |= Self.help
            if !family.help.isEmpty { return .help }
        }
        if toldMetadata & Self.unit == 0 {
            toldMetadata |= Self.unit
            if !family.unit.isEmpty { return .unit }
        }
        return nil
    }

    @_lifetime(self: copy self)
    private mutating func takeSample() -> ExpositionEntry {
        let current = samples[nextSample]
        nextSample += 1
        let length = identity.count
        identity.append(current.suffix.rawValue << 4 | current.bound.rawValue << 1 | (current.isNative ? 1 : 0))
        var bound = current.boundValue.bitPattern
        for _ in 0..<8 {
            identity.append(UInt8(truncatingIfNeeded: bound))
            bound >>= 8
        }
        sample.length = identity.count
        sample.hash = hasher.hash(identity.rawSpan, 0, identity.count)
        identity.removeSubrange(length...)
        sample.value = current.value
        sample.timestamp = metric.timestamp == 0 ? nil : metric.timestamp
        sample.startTimestamp = startTimestamp
        sample.hasExemplars = current.isNative ? !nativeExemplars.isEmpty : !current.exemplar.isEmpty
        return current.isNative ? .histogram : .sample
    }

    private func checkFamily() throws(ExpositionError) {
        let name = array(family.name)
        guard !name.isEmpty, isText(name) else { throw .protobuf("invalid metric name: " + text(name)) }
        let help = array(family.help)
        guard isText(help) else { throw .protobuf("invalid help for metric \(name.quoted): \(text(help))") }
        guard family.type != nil else {
            throw .protobuf("unknown metric type for metric \(name.quoted): \(family.typeNumber)")
        }
    }

    private func isText(_ bytes: [UInt8]) -> Bool { String(validating: bytes, as: UTF8.self) != nil }
    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    func array(_ range: Range<Int>) -> [UInt8] {
        let part = bytes.extracting(range)
        // Safe: the bytes are copied while the closure runs.
        return unsafe part.withUnsafeBytes { unsafe Array($0) }
    }
}
