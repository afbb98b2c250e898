/// Names bytes of a file that never change: the file while it is open, and which part of it.
struct ColumnKey: Hashable, Sendable {
    /// A random number of the file, or of the block, that no other one has.
    let file: UInt64
    /// The place in the file, or the number of the series in the block.
    let part: UInt64

    /// A number that spreads over all bits.
    var hash: UInt64 {
        let mixed = (file ^ part &* 0x9E37_79B9_7F4A_7C15) &* 0xD6E8_FEB8_6659_FD93
        return mixed ^ mixed &>> 32
    }
}
