/// Copies of chunks of one series in the order of time, to be decoded without a lock.
struct ChunkCopies {
    /// Bytes of a chunk in `bytes`, and how many samples they hold.
    struct Extent {
        var offset: Int
        var byteCount: Int
        var sampleCount: Int
    }

    var bytes: [UInt8] = []
    var extents: [Extent] = []
}
