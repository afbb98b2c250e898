internal import PrometheusBytes

/// Reads bits from the front of bytes that it does not own, the most significant bit first.
///
/// Behind the end of the bytes it reads zeros; `isOverrun` tells. So a sample is checked once, not at every field.
struct BitReader: ~Copyable, ~Escapable {
    private let bytes: RawSpan
    /// The position of the next bit.
    var bitOffset: Int

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, byteOffset: Int) {
        self.bytes = bytes
        bitOffset = byteOffset &* 8
    }

    /// Whether more bits were read than there are.
    var isOverrun: Bool { @inline(__always) get { bitOffset > bytes.byteCount &* 8 } }

    /// The number of bits not read yet.
    var remainingBits: Int { max(0, bytes.byteCount &* 8 &- bitOffset) }

    /// The bits that come next, at least 57 of them, from the top.
    @inline(__always)
    func peek() -> UInt64 { peek(at: bitOffset) }

    /// Passes over bits.
    @inline(__always) @_lifetime(self: copy self)
    mutating func skip(_ count: Int) { bitOffset &+= count }

    /// Reads `count` bits, of which there are at most 64.
    @inline(__always) @_lifetime(self: copy self)
    mutating func read(_ count: Int) -> UInt64 {
        if count == 0 { return 0 }
        let bits = count <= 57 ? peek(at: bitOffset) : peekWhole(at: bitOffset)
        bitOffset &+= count
        return bits &>> UInt64(truncatingIfNeeded: 64 &- count)
    }

    /// Reads a number of `count` bits in two's complement.
    @inline(__always) @_lifetime(self: copy self)
    mutating func readSigned(_ count: Int) -> Int64 {
        let shift = Int64(64 &- count)
        return (Int64(bitPattern: read(count)) &<< shift) &>> shift
    }

    /// Reads a LEB128 number; `nil` if it is longer than a number is.
    @_lifetime(self: copy self)
    mutating func readVarint() -> UInt64? {
        var (value, shift): (UInt64, UInt64) = (0, 0)
        while true {
            let byte = read(8)
            if shift == 63, byte > 1 { return nil }
            value |= (byte & 0x7F) &<< shift
            if byte < 0x80 { return value }
            shift &+= 7
            if shift > 63 { return nil }
        }
    }

    /// Reads a signed number written as zigzag LEB128.
    @_lifetime(self: copy self)
    mutating func readZigzagVarint() -> Int64? {
        guard let raw = readVarint() else { return nil }
        return Int64(bitPattern: raw &>> 1) ^ -Int64(bitPattern: raw & 1)
    }

    @inline(__always)
    private func peek(at offset: Int) -> UInt64 {
        let byte = offset &>> 3
        let shift = UInt64(truncatingIfNeeded: offset & 7)
        guard byte &+ 8 <= bytes.byteCount else { return loadTail(from: byte) &<< shift }
        // Safe: eight bytes from `byte` on exist; every bit pattern is a number.
        let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: byte, as: UInt64.self)
        return UInt64(bigEndian: word) &<< shift
    }

    @inline(never)
    private func peekWhole(at offset: Int) -> UInt64 {
        let shift = offset & 7
        let next = (offset &>> 3) &+ 8
        guard shift > 0, next < bytes.byteCount else { return peek(at: offset) }
        return peek(at: offset) | UInt64(bytes.byte(next)) &>> UInt64(truncatingIfNeeded: 8 &- shift)
    }

    @inline(never)
    private func loadTail(from start: Int) -> UInt64 {
        var word: UInt64 = 0
        var byte = start
        while byte < bytes.byteCount {
            word |= UInt64(bytes.byte(byte)) &<< UInt64(truncatingIfNeeded: 56 &- 8 &* (byte &- start))
            byte &+= 1
        }
        return word
    }
}
