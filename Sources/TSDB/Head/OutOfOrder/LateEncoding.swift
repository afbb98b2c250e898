internal import Chunks

/// How samples are encoded that came out of order.
struct LateEncoding {
    /// The encoding of floats.
    var floats = ChunkEncoding.xor
    /// Whether chunks of histograms have start timestamps.
    var storesHistogramStarts = false

    init() {}
}
