/// Reads numbers and byte runs from the front of bytes that it does not own.
///
/// Every method returns `nil` where the bytes end too early or a number does not fit, and then leaves the position alone.
@frozen
@usableFromInline
package struct ByteReader: ~Copyable, ~Escapable {
    @usableFromInline let bytes: RawSpan
    /// The position of the next byte.
    @usableFromInline package var offset = 0

    @inlinable @_lifetime(copy bytes)
    package init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The number of bytes not read yet.
    @inlinable package var remaining: Int { bytes.byteCount - offset }

    /// Whether all bytes were read.
    @inlinable package var isAtEnd: Bool { offset >= bytes.byteCount }

    /// Reads one byte.
    @inlinable @_lifetime(self: copy self)
    package mutating func readByte() -> UInt8? {
        guard offset < bytes.byteCount else { return nil }
        defer { offset &+= 1 }
        // Safe: `offset` was just compared with the count.
        return unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
    }

    /// Reads a fixed-width number, most significant byte first.
    @inlinable @_lifetime(self: copy self)
    package mutating func readBigEndian<Number: FixedWidthInteger & BitwiseCopyable>(_ type: Number.Type) -> Number? {
        let width = MemoryLayout<Number>.size
        guard remaining >= width else { return nil }
        defer { offset &+= width }
        // Safe: `width` bytes are left; every bit pattern is a number.
        return Number(bigEndian: unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: offset, as: Number.self))
    }

    /// Reads an unsigned LEB128 number of at most ten bytes.
    @inlinable @_lifetime(self: copy self)
    package mutating func readVarint() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        var at = offset
        while at < bytes.byteCount {
            // Safe: `at` was just compared with the count.
            let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: at, as: UInt8.self)
            at &+= 1
            if shift == 63, byte > 1 { return nil }
            value |= UInt64(byte & 0x7F) &<< shift
            if byte < 0x80 {
                offset = at
                return value
            }
            shift &+= 7
            if shift > 63 { return nil }
        }
        return nil
    }

    /// Reads a signed number written as zigzag LEB128.
    @inlinable @_lifetime(self: copy self)
    package mutating func readZigzagVarint() -> Int64? {
        guard let raw = readVarint() else { return nil }
        return Int64(bitPattern: raw &>> 1) ^ -Int64(bitPattern: raw & 1)
    }

    /// Reads a length as LEB128 and returns where that many bytes lie.
    @inlinable @_lifetime(self: copy self)
    package mutating func readLengthPrefixedRange() -> Range<Int>? {
        let start = offset
        guard let length = readVarint(), length <= UInt64(remaining) else {
            offset = start
            return nil
        }
        let range = offset..<(offset + Int(length))
        offset = range.upperBound
        return range
    }

    /// Skips `count` bytes and returns where they lie.
    @inlinable @_lifetime(self: copy self)
    package mutating func readRange(count: Int) -> Range<Int>? {
        guard count >= 0, count <= remaining else { return nil }
        let range = offset..<(offset + count)
        offset = range.upperBound
        return range
    }
}
