internal import PrometheusBytes

/// Reads an XOR chunk from the front to the back through a window of 64 bits.
struct XORDecoder: ~Copyable, ~Escapable {
    private let bytes: RawSpan
    private(set) var bitOffset = 0

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) { self.bytes = bytes }

    /// The bits that there are.
    var bitLimit: Int { bytes.byteCount &* 8 }

    /// Decodes `count` samples and appends those in `window`; both outputs have room for all of them.
    @_lifetime(self: copy self)
    mutating func decode(
        _ count: Int,
        _ window: ClosedRange<Int64>,
        _ timestamps: inout OutputSpan<Int64>,
        _ values: inout OutputSpan<Double>
    ) throws(ChunkError) {
        var (timestamp, valueBits) = try readFirstSample()
        if timestamp > window.upperBound { return }
        if timestamp >= window.lowerBound {
            timestamps.append(timestamp)
            values.append(Double(bitPattern: valueBits))
        }
        guard count > 1 else { return }
        var delta = try readSecondDelta()
        var valueWindow = ValueWindow()
        let bitCount = bytes.byteCount &* 8
        var sample = 1
        while true {
            let next = timestamp &+ delta
            guard next > timestamp else { throw .unorderedTimestamps(sample: sample) }
            timestamp = next
            guard readValue(&valueBits, &valueWindow) else { throw .invalidValueWindow(sample: sample) }
            guard bitOffset <= bitCount else { throw .truncated(sample: sample) }
            if timestamp > window.upperBound { return }
            if timestamp >= window.lowerBound {
                timestamps.append(timestamp)
                values.append(Double(bitPattern: valueBits))
            }
            sample &+= 1
            if sample == count { return }
            delta &+= readDeltaOfDelta()
        }
    }

    /// Which bits of a value are written: those between the leading and the trailing zeros.
    struct ValueWindow {
        // A chunk that was resumed by reading it may use the whole value before it names a window.
        var significantCount = 64
        var trailing = 0
    }

    @_lifetime(self: copy self)
    mutating func readFirstSample() throws(ChunkError) -> (Int64, UInt64) {
        var reader = ByteReader(bytes)
        guard reader.readRange(count: XORAppendState.headerBytes) != nil,
            let timestamp = reader.readZigzagVarint(), let valueBits = reader.readBigEndian(UInt64.self)
        else { throw .truncated(sample: 0) }
        bitOffset = reader.offset &* 8
        return (timestamp, valueBits)
    }

    @_lifetime(self: copy self)
    mutating func readSecondDelta() throws(ChunkError) -> Int64 {
        var reader = ByteReader(bytes)
        reader.offset = bitOffset &>> 3
        guard let delta = reader.readVarint() else { throw .truncated(sample: 1) }
        bitOffset = reader.offset &* 8
        return Int64(bitPattern: delta)
    }

    @inline(__always) @_lifetime(self: copy self)
    mutating func readDeltaOfDelta() -> Int64 {
        let bits = peek(at: bitOffset)
        if Int64(bitPattern: bits) >= 0 {
            bitOffset &+= 1
            return 0
        }
        switch min((~bits).leadingZeroBitCount, 4) {
        case 1:
            bitOffset &+= 16
            return Self.difference((bits &<< 2) &>> 50, 14)
        case 2:
            bitOffset &+= 20
            return Self.difference((bits &<< 3) &>> 47, 17)
        case 3:
            bitOffset &+= 24
            return Self.difference((bits &<< 4) &>> 44, 20)
        default:
            bitOffset &+= 68
            return Int64(bitPattern: peekWhole(at: bitOffset &- 64))
        }
    }

    /// The format's asymmetric numbers: `width` bits hold −(2^(width−1)−1) … 2^(width−1).
    @inline(__always)
    private static func difference(_ raw: UInt64, _ width: UInt64) -> Int64 {
        raw > 1 &<< (width &- 1) ? Int64(bitPattern: raw) &- (1 &<< Int64(bitPattern: width)) : Int64(bitPattern: raw)
    }

    /// Reads the next value; `false` if its window is impossible.
    @inline(__always) @_lifetime(self: copy self)
    mutating func readValue(_ valueBits: inout UInt64, _ window: inout ValueWindow) -> Bool {
        let bits = peek(at: bitOffset)
        if Int64(bitPattern: bits) >= 0 {
            bitOffset &+= 1
            return true
        }
        if (bits &<< 1) &>> 63 == 0 {
            bitOffset &+= 2
        } else {
            let leading = Int(truncatingIfNeeded: (bits &<< 2) &>> 59)
            let count = Int(truncatingIfNeeded: (bits &<< 7) &>> 58)
            window.significantCount = count == 0 ? 64 : count
            window.trailing = 64 &- leading &- window.significantCount
            guard window.trailing >= 0 else { return false }
            bitOffset &+= 13
        }
        let count = window.significantCount
        let significant =
            (count <= 57 ? peek(at: bitOffset) : peekWhole(at: bitOffset))
            &>> UInt64(truncatingIfNeeded: 64 &- count)
        valueBits ^= significant &<< UInt64(truncatingIfNeeded: window.trailing)
        bitOffset &+= count
        return true
    }

    /// The bits from `offset` on, at least 57 of them, from the top; zeros behind the end of the bytes.
    @inline(__always)
    private func peek(at offset: Int) -> UInt64 {
        let byte = offset &>> 3
        let shift = UInt64(truncatingIfNeeded: offset & 7)
        guard byte &+ 8 <= bytes.byteCount else { return loadTail(from: byte) &<< shift }
        // Safe: eight bytes from `byte` on exist; every bit pattern is a number.
        let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: byte, as: UInt64.self)
        return UInt64(bigEndian: word) &<< shift
    }

    /// All 64 bits from `offset` on; zeros behind the end of the bytes.
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
