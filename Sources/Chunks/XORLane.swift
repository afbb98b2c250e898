internal import PrometheusBytes

/// One XOR chunk that is being read, in a form that fits processor registers: two of them advance side by side.
///
/// A sample's position depends on all bits before it, so that one lane waits most of the time for its own last step;
/// a second one uses that time. Whether a value changed is no branch, because nothing predicts it. What is rare or
/// wrong ends a lane; the checked decoder then says what it is.
struct XORLane: BitwiseCopyable {
    /// Bytes behind the last bit of a chunk that must be readable.
    static let guardBytes = 24
    /// Longer than any distance of samples that is worth a fast way; times cannot overflow by it.
    private static let longestDelta: Int64 = 1 << 44
    /// What a peek holds for certain, less the control bits before the significant ones.
    private static let mostPeekedBits: UInt64 = 54

    /// The next bit, counted from the start of the buffer.
    private var position: Int
    /// The bit behind the last one.
    private let end: Int
    private(set) var timestamp: Int64
    private(set) var valueBits: UInt64
    private var delta: Int64
    private var significantCount: UInt64 = 64
    private var trailing: UInt64 = 0

    /// Reads the first sample; `nil` if there is something about the chunk that only the checked decoder can tell.
    init?(_ buffer: RawSpan, _ extent: ChunkExtent) {
        var reader = ByteReader(buffer.extracting(extent.offset..<extent.offset + extent.byteCount))
        reader.offset = XORAppendState.headerBytes
        guard extent.byteCount > XORAppendState.headerBytes, let timestamp = reader.readZigzagVarint(),
            let valueBits = reader.readBigEndian(UInt64.self), timestamp.magnitude < 1 << 61
        else { return nil }
        self.timestamp = timestamp
        self.valueBits = valueBits
        delta = 0
        if extent.sampleCount > 1 {
            guard let second = reader.readVarint(), second > 0, second < Self.longestDelta else { return nil }
            delta = Int64(second)
        }
        position = (extent.offset + reader.offset) * 8
        end = (extent.offset + extent.byteCount) * 8
    }

    /// Goes to the second sample, whose time needs no bits any more; `false` if that is not possible.
    @inline(__always)
    mutating func advanceToSecond(_ base: UnsafeRawPointer) -> Bool {
        timestamp &+= delta
        // Safe: see `next`.
        return unsafe readValue(Self.peek(base, position), base)
    }

    /// Goes to the next sample, any after the second; `false` if that is not possible.
    @inline(__always)
    mutating func next(_ base: UnsafeRawPointer) -> Bool {
        // Safe: `position` is not behind `end`, and `guardBytes` behind that are readable.
        var word = unsafe Self.peek(base, position)
        if Int64(bitPattern: word) >= 0 {
            position &+= 1
            word &<<= 1
        } else {
            let (difference, bitCount) = unsafe Self.difference(base, position, word)
            delta &+= difference
            position &+= bitCount
            guard delta > 0, delta < Self.longestDelta, position <= end else { return false }
            word = unsafe Self.peek(base, position)
        }
        timestamp &+= delta
        return unsafe readValue(word, base)
    }

    /// Reads the value whose bits start at `position` and at the top of `word`.
    @inline(__always)
    private mutating func readValue(_ word: UInt64, _ base: UnsafeRawPointer) -> Bool {
        if word >= 0b11 &<< 62 { return unsafe readValueWithWindow(word, base) }
        // All ones if the value has changed.
        let changed = UInt64(bitPattern: Int64(bitPattern: word) &>> 63)
        var top = word &<< 2
        if significantCount > Self.mostPeekedBits { top = unsafe Self.peekWhole(base, position &+ 2) }
        let significant = top &>> (64 &- significantCount)
        valueBits ^= (significant &<< trailing) & changed
        position &+= 1 &+ Int(bitPattern: UInt(truncatingIfNeeded: changed & (significantCount &+ 1)))
        return position <= end
    }

    /// Reads a value that says itself which of its bits follow.
    @inline(__always)
    private mutating func readValueWithWindow(_ word: UInt64, _ base: UnsafeRawPointer) -> Bool {
        let leading = (word &<< 2) &>> 59
        let count = (word &<< 7) &>> 58
        let bitCount = count == 0 ? 64 : count
        guard leading &+ bitCount <= 64 else { return false }
        significantCount = bitCount
        trailing = 64 &- leading &- bitCount
        position &+= 13
        // Safe: at most 13 bits behind `end`.
        let significant = unsafe Self.peekWhole(base, position) &>> (64 &- bitCount)
        valueBits ^= significant &<< trailing
        position &+= Int(bitPattern: UInt(truncatingIfNeeded: bitCount))
        return position <= end
    }

    /// The bits from `position` on, at least 57 of them, from the top.
    @inline(__always)
    private static func peek(_ base: UnsafeRawPointer, _ position: Int) -> UInt64 {
        // Safe: callers keep `position` within the chunk or a few bits behind it, where bytes are readable.
        let word = unsafe base.loadUnaligned(fromByteOffset: position &>> 3, as: UInt64.self)
        return UInt64(bigEndian: word) &<< UInt64(truncatingIfNeeded: position & 7)
    }

    /// All 64 bits from `position` on.
    @inline(__always)
    private static func peekWhole(_ base: UnsafeRawPointer, _ position: Int) -> UInt64 {
        // Safe: as in `peek`, with one more byte.
        let next = unsafe base.loadUnaligned(fromByteOffset: (position &>> 3) &+ 8, as: UInt8.self)
        let shift = UInt64(truncatingIfNeeded: 8 &- (position & 7))
        return unsafe peek(base, position) | UInt64(next) &>> shift
    }

    /// A difference of deltas that is not zero, and its bits; passes no lane, so that lanes can stay in registers.
    @inline(never)
    private static func difference(_ base: UnsafeRawPointer, _ position: Int, _ word: UInt64) -> (Int64, Int) {
        switch min((~word).leadingZeroBitCount, 4) {
        case 1: return (signed((word &<< 2) &>> 50, 14), 16)
        case 2: return (signed((word &<< 3) &>> 47, 17), 20)
        case 3: return (signed((word &<< 4) &>> 44, 20), 24)
        // Safe: four bits behind `position`, see `peek`.
        default: return (Int64(bitPattern: unsafe peekWhole(base, position &+ 4)), 68)
        }
    }

    /// The format's asymmetric numbers: `width` bits hold −(2^(width−1)−1) … 2^(width−1).
    @inline(__always)
    private static func signed(_ raw: UInt64, _ width: UInt64) -> Int64 {
        raw > 1 &<< (width &- 1) ? Int64(bitPattern: raw) &- (1 &<< Int64(bitPattern: width)) : Int64(bitPattern: raw)
    }
}
