/// A full chunk in memory: 24 bytes besides its payload.
struct SealedChunk: BitwiseCopyable {
    /// The time of its first sample.
    var minTime: Int64
    /// The time of its last sample less that of its first.
    var timeSpan: UInt32
    /// The payload.
    var slot: SlabArena.Slot
    /// The series' chunk before this one, counted from 1; 0 if there is none.
    var previous: UInt32
    /// The size of the payload.
    var byteCount: UInt16
    /// The number of samples.
    var sampleCount: UInt8

    /// The time of its last sample.
    @inline(__always) var maxTime: Int64 { minTime &+ Int64(timeSpan) }
}
