internal import Chunks

/// Copies of chunks of one series in the order of time, to be decoded without a lock.
struct ChunkCopies {
    /// The chunks, and behind them what their decoder wants to be able to read.
    var bytes: [UInt8] = []
    var extents: [ChunkExtent] = []
}
