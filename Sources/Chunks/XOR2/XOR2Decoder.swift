internal import PrometheusBytes
internal import PrometheusModel

/// Reads an XOR2 chunk from the front to the back.
struct XOR2Decoder: ~Copyable, ~Escapable {
    private var bits: BitReader
    private var starts: StartTimestampDecoder
    private var window = ValueWindow()
    private var base: UInt64 = 0
    private var valueBits: UInt64 = 0
    private var timestamp: Int64 = 0
    private var delta: Int64 = 0

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) throws(ChunkError) {
        guard bytes.byteCount >= XOR2ChunkBuilder.headerBytes else { throw .truncated(sample: 0) }
        starts = StartTimestampDecoder(header: bytes.byte(2))
        bits = BitReader(bytes, byteOffset: XOR2ChunkBuilder.headerBytes)
    }

    /// Decodes `count` samples and appends those in `range`.
    @_lifetime(self: copy self)
    mutating func decode(
        _ count: Int,
        _ range: ClosedRange<Int64>,
        into samples: inout SampleColumns
    ) throws(ChunkError) {
        for sample in 0..<count {
            let previous = timestamp
            try readSample(sample)
            guard starts.decode(sample: sample, timestamp: timestamp, previousTimestamp: previous, from: &bits) else {
                throw .invalidStart(sample: sample)
            }
            guard !bits.isOverrun else { throw .truncated(sample: sample) }
            guard sample == 0 || timestamp > previous else { throw .unorderedTimestamps(sample: sample) }
            if timestamp > range.upperBound { return }
            guard timestamp >= range.lowerBound else { continue }
            samples.append(timestamp, Double(bitPattern: valueBits))
            samples.setStartOfLast(starts.start)
        }
    }

    @_lifetime(self: copy self)
    private mutating func readSample(_ sample: Int) throws(ChunkError) {
        switch sample {
        case 0:
            guard let first = bits.readZigzagVarint() else { throw .truncated(sample: 0) }
            timestamp = first
            setValue(bits.read(64))
        case 1:
            guard let difference = bits.readVarint() else { throw .truncated(sample: 1) }
            delta = Int64(bitPattern: difference)
            guard readAfterTime() else { throw .invalidValueWindow(sample: sample) }
            timestamp &+= delta
        default:
            guard readTimeAndValue() else { throw .invalidValueWindow(sample: sample) }
            timestamp &+= delta
        }
    }

    @inline(__always) @_lifetime(self: copy self)
    private mutating func readTimeAndValue() -> Bool {
        let next = bits.peek()
        let ones = min((~next).leadingZeroBitCount, 5)
        bits.skip(min(ones &+ 1, 5))
        switch ones {
        case 0:
            valueBits = base
            return true
        case 1: return readChange()
        case 2: delta &+= bits.readSigned(13)
        case 3: delta &+= bits.readSigned(20)
        case 4: delta &+= Int64(bitPattern: bits.read(64))
        default:
            valueBits = StaleMarker.bitPattern
            return true
        }
        return readAfterTime()
    }

    @inline(__always) @_lifetime(self: copy self)
    private mutating func readAfterTime() -> Bool {
        let next = bits.peek()
        switch min((~next).leadingZeroBitCount, 3) {
        case 0:
            bits.skip(1)
            valueBits = base
            return true
        case 1: bits.skip(2)
        case 2:
            bits.skip(3)
            guard let chosen = bits.readWindow() else { return false }
            window = chosen
        default:
            bits.skip(3)
            valueBits = StaleMarker.bitPattern
            return true
        }
        setValue(base ^ bits.read(in: window))
        return true
    }

    @inline(__always) @_lifetime(self: copy self)
    private mutating func readChange() -> Bool {
        if bits.read(1) == 1 {
            guard let chosen = bits.readWindow() else { return false }
            window = chosen
        }
        setValue(base ^ bits.read(in: window))
        return true
    }

    @inline(__always) @_lifetime(self: copy self)
    private mutating func setValue(_ newBits: UInt64) {
        valueBits = newBits
        if newBits != StaleMarker.bitPattern { base = newBits }
    }
}
