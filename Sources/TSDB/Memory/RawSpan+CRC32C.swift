internal import CCRC32C

extension RawSpan {
    /// The CRC-32C of the bytes; `sum` is that of the bytes before them, 0 at the beginning.
    /// - Complexity: O(*n*), about 0.1 ns a byte.
    func crc32c(continuing sum: UInt32 = 0) -> UInt32 {
        // Safe: the bytes are only read while the closure runs.
        unsafe withUnsafeBytes { unsafe prometheus_crc32c(sum, $0.baseAddress, $0.count) }
    }

    /// The number of four bytes at `offset`, most significant byte first; `nil` behind the end.
    func bigEndianWord(at offset: Int) -> UInt32? {
        guard offset >= 0, offset &+ 4 <= byteCount else { return nil }
        // Safe: the four bytes exist; every bit pattern is a number.
        return UInt32(bigEndian: unsafe unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: UInt32.self))
    }
}
