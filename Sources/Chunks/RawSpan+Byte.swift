extension RawSpan {
    /// The byte at `offset`, checked.
    @inline(__always)
    func byte(_ offset: Int) -> UInt8 {
        precondition(offset >= 0 && offset < byteCount, "byte offset out of bounds")
        // Safe: the offset was just checked; a byte needs no alignment.
        return unsafe unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }
}
