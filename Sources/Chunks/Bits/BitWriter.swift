/// Appends bits to bytes, the most significant bit first.
struct BitWriter: Sendable {
    private var storage: [UInt8]
    /// The number of bits written.
    private(set) var bitCount = 0

    /// A writer that begins with `header`.
    init(header: [UInt8]) {
        storage = header
        bitCount = header.count * 8
        storage.append(contentsOf: repeatElement(0, count: XORAppendState.guardBytes + 32))
    }

    /// The number of bytes written, the last one perhaps in part.
    var byteCount: Int { (bitCount &+ 7) &>> 3 }

    /// The bytes written; unused bits of the last one are zero.
    var bytes: [UInt8] { Array(storage[..<byteCount]) }

    /// The bytes that the writer keeps, used or not.
    var capacityBytes: Int { storage.capacity }

    /// Calls `body` with the bytes written.
    func withBytes<Result, Failure: Error>(
        _ body: (RawSpan) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        // Safe: bytes have no padding and every bit pattern is a byte.
        try body(unsafe storage.span.bytes.extracting(0..<byteCount))
    }

    /// Replaces a byte that was written as a whole.
    mutating func replaceByte(at offset: Int, by byte: UInt8) {
        precondition(offset < bitCount >> 3, "a byte is replaced that was not written")
        storage[offset] = byte
    }

    /// Writes the low `count` bits of `bits`; the others are zero.
    @inline(__always)
    mutating func write(_ bits: UInt64, _ count: Int) {
        assert(count >= 0 && count <= 64, "up to 64 bits are written at a time")
        assert(count == 64 || bits &>> UInt64(truncatingIfNeeded: count) == 0, "bits are written that were not counted")
        let needed = (bitCount &+ count) &>> 3 &+ XORAppendState.guardBytes &+ 1
        if needed > storage.count { grow(to: needed) }
        var offset = bitCount
        var span = storage.mutableSpan
        // Safe: bytes have no padding and every bit pattern is a byte.
        var bytes = unsafe span.mutableBytes
        XORAppendState.append(bits, count, at: &offset, in: &bytes)
        bitCount = offset
    }

    /// Writes the low `count` bits of a number in two's complement.
    @inline(__always)
    mutating func write(lowBitsOf number: Int64, _ count: Int) {
        let raw = UInt64(bitPattern: number)
        write(count == 64 ? raw : raw & ((1 &<< UInt64(truncatingIfNeeded: count)) &- 1), count)
    }

    /// Writes a LEB128 number, byte by byte through the stream of bits.
    mutating func writeVarint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            write(rest & 0x7F | 0x80, 8)
            rest &>>= 7
        }
        write(rest, 8)
    }

    /// Writes a signed number as zigzag LEB128.
    mutating func writeZigzagVarint(_ value: Int64) {
        writeVarint(UInt64(bitPattern: (value &<< 1) ^ (value &>> 63)))
    }

    @inline(never)
    private mutating func grow(to needed: Int) {
        storage.append(contentsOf: repeatElement(0, count: max(needed - storage.count, storage.count / 4)))
    }
}
