/// A full chunk that waits to be written to a head chunk file.
struct PendingChunk: BitwiseCopyable {
    var series: UInt32
    /// Its number in the table of full chunks, counted from 1.
    var number: UInt32
    var isOutOfOrder = false
}
