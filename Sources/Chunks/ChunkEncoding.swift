package import PrometheusModel

/// How the samples of a chunk are encoded: the byte that files store beside its payload.
///
/// The numbers up to 6 are upstream's (tsdb-formats.md, section 3); ours is far from them.
package enum ChunkEncoding: UInt8, Sendable, Hashable, CaseIterable {
    /// Floats, Gorilla style.
    case xor = 1
    /// Native histograms with integer counts.
    case histogram = 2
    /// Native histograms with float counts.
    case floatHistogram = 3
    /// Floats with start timestamps.
    case xor2 = 4
    /// Native histograms with integer counts and start timestamps.
    case startedHistogram = 5
    /// Native histograms with float counts and start timestamps.
    case startedFloatHistogram = 6
    /// Floats that are decimal numbers, of our own design: not upstream's, for directories that only we read.
    case decimal = 68

    /// The encoding that a file names by `byte`.
    package init(byte: UInt8) throws(ChunkError) {
        guard let encoding = ChunkEncoding(rawValue: byte) else { throw .unknownEncoding(byte) }
        self = encoding
    }

    /// Whether the samples are floats.
    package var isFloat: Bool {
        switch self {
        case .xor, .xor2, .decimal: true
        case .histogram, .floatHistogram, .startedHistogram, .startedFloatHistogram: false
        }
    }

    /// Whether the counts of the histograms are floats.
    package var hasFloatCounts: Bool { self == .floatHistogram || self == .startedFloatHistogram }

    /// Whether the samples may have start timestamps.
    package var hasStartTimestamps: Bool {
        switch self {
        case .xor2, .startedHistogram, .startedFloatHistogram: true
        case .xor, .histogram, .floatHistogram, .decimal: false
        }
    }

    /// The most samples that a chunk can count.
    package var maxSamples: Int {
        switch self {
        case .startedHistogram, .startedFloatHistogram: 0x3FFF
        case .xor, .xor2, .histogram, .floatHistogram, .decimal: 0xFFFF
        }
    }

    /// The encoding of a chunk of such histograms.
    package static func encoding(of histogram: NativeHistogram, startTimestamps: Bool) -> ChunkEncoding {
        switch (histogram.isFloat, startTimestamps) {
        case (false, false): .histogram
        case (true, false): .floatHistogram
        case (false, true): .startedHistogram
        case (true, true): .startedFloatHistogram
        }
    }
}
