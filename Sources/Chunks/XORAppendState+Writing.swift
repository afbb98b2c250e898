extension XORAppendState {
    /// Starts a chunk: writes its header and its first sample to the front of `bytes`.
    /// - Precondition: `bytes` has at least `maxFirstSampleBytes` bytes.
    package init(beginningAt timestamp: Int64, _ valueBits: UInt64, in bytes: inout MutableRawSpan) {
        precondition(bytes.byteCount >= Self.maxFirstSampleBytes, "no room for the first sample of a chunk")
        bytes.storeBytes(of: UInt16(1).bigEndian, toByteOffset: 0, as: UInt16.self)
        var offset = Self.headerBytes
        var rest = UInt64(bitPattern: (timestamp &<< 1) ^ (timestamp &>> 63))
        while rest >= 0x80 {
            bytes.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: offset, as: UInt8.self)
            rest &>>= 7
            offset += 1
        }
        bytes.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: offset, as: UInt8.self)
        bytes.storeBytes(of: valueBits.bigEndian, toByteOffset: offset + 1, as: UInt64.self)
        self.init()
        lastTimestamp = timestamp
        lastValueBits = valueBits
        sampleCount = 1
        bitCount = UInt32(offset + 9) * 8
    }

    /// Writes the bits of a sample that was just encoded.
    ///
    /// - Precondition: the bits behind those of the samples before it are zero, and `guardBytes` bytes follow the
    ///   sample's last one in `bytes`; they are read and written back unchanged.
    @inlinable @inline(__always)
    package static func write(_ bits: XORSampleBits, at bitOffset: Int, in bytes: inout MutableRawSpan) {
        precondition(
            bitOffset >= 0 && ((bitOffset &+ bits.bitCount) &>> 3) &+ guardBytes <= bytes.byteCount,
            "no room for the sample in the chunk"
        )
        var offset = bitOffset
        if bits.wideCount | bits.controlCount == 0, bits.prefixCount &+ bits.significantCount <= 64 {
            let joined =
                bits.significantCount == 64
                ? bits.significant
                : bits.prefix &<< UInt64(truncatingIfNeeded: bits.significantCount) | bits.significant
            append(joined, bits.prefixCount &+ bits.significantCount, at: &offset, in: &bytes)
            return
        }
        append(bits.prefix, bits.prefixCount, at: &offset, in: &bytes)
        append(bits.wide, bits.wideCount, at: &offset, in: &bytes)
        append(bits.control, bits.controlCount, at: &offset, in: &bytes)
        append(bits.significant, bits.significantCount, at: &offset, in: &bytes)
    }

    /// Puts the low `count` bits of `bits` at `offset` and moves `offset` behind them.
    @inlinable @inline(__always)
    static func append(_ bits: UInt64, _ count: Int, at offset: inout Int, in bytes: inout MutableRawSpan) {
        if count == 0 { return }
        let byte = offset &>> 3
        let shift = UInt64(truncatingIfNeeded: offset & 7)
        let aligned = bits &<< UInt64(truncatingIfNeeded: 64 &- count)
        // Safe: `write` checked that nine bytes follow the last one that a sample touches.
        let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: byte, as: UInt64.self)
        let merged = word | (aligned &>> shift).bigEndian
        unsafe bytes.storeBytes(of: merged, toUncheckedByteOffset: byte, as: UInt64.self)
        if Int(shift) &+ count > 64 {
            let last = UInt8(truncatingIfNeeded: (aligned &<< (64 &- shift)) &>> 56)
            let old = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: byte &+ 8, as: UInt8.self)
            unsafe bytes.storeBytes(of: old | last, toUncheckedByteOffset: byte &+ 8, as: UInt8.self)
        }
        offset &+= count
    }
}
