internal import PrometheusBytes
internal import PrometheusModel

/// Reads a chunk of native histograms from the front to the back.
struct HistogramDecoder: ~Copyable, ~Escapable {
    private let encoding: ChunkEncoding
    private let flag: CounterResetFlag
    private let sampleCount: Int
    private var bits: BitReader
    private var starts: StartTimestampDecoder
    private var layout = HistogramLayout()
    private var sample = 0
    private var delta: Int64 = 0
    private var counts: HistogramFieldDecoder
    private var positive: HistogramFieldDecoder
    private var negative: HistogramFieldDecoder
    private var sumBits: UInt64 = 0
    private var sumWindow = ValueWindow()
    /// The time of the current sample.
    private(set) var timestamp: Int64 = 0

    /// `count` is the number of samples, where the header does not say it.
    @_lifetime(copy bytes)
    init(_ bytes: RawSpan, _ encoding: ChunkEncoding, count: Int? = nil) throws(ChunkError) {
        guard bytes.byteCount >= HistogramChunkBuilder.headerBytes else { throw .truncated(sample: 0) }
        self.encoding = encoding
        let header = UInt16(bytes.byte(0)) << 8 | UInt16(bytes.byte(1))
        let flags = encoding.hasStartTimestamps ? bytes.byte(0) >> 6 : bytes.byte(2) >> 6
        flag = CounterResetFlag(rawValue: flags) ?? .unknown
        sampleCount = count ?? Int(encoding.hasStartTimestamps ? header & 0x3FFF : header)
        starts = StartTimestampDecoder(header: encoding.hasStartTimestamps ? bytes.byte(2) : 0)
        bits = BitReader(bytes, byteOffset: HistogramChunkBuilder.headerBytes)
        counts = HistogramFieldDecoder(isFloat: encoding.hasFloatCounts)
        positive = HistogramFieldDecoder(isFloat: encoding.hasFloatCounts)
        negative = HistogramFieldDecoder(isFloat: encoding.hasFloatCounts)
    }

    /// When the counter of the current sample started; 0 if that is not known.
    var start: Int64 { starts.start }

    /// The current sample.
    var row: HistogramRow {
        let sum = Double(bitPattern: sumBits)
        if sum.isStaleMarker { return .stale(sum, hint: .unknown) }
        var row = HistogramRow()
        row.layout = layout
        row.hint = flag.hint(sample: sample &- 1)
        row.count = UInt64(bitPattern: counts.values[0])
        row.zeroCount = UInt64(bitPattern: counts.values[1])
        row.sum = sum
        row.positive = positive.values
        row.negative = negative.values
        return row
    }

    /// Moves to the next sample; `false` behind the last.
    @_lifetime(self: copy self)
    mutating func next() throws(ChunkError) -> Bool {
        guard sample < sampleCount else { return false }
        let previous = timestamp
        if sample == 0 { try readFirst() } else { try readFurther() }
        if encoding.hasStartTimestamps {
            guard starts.decode(sample: sample, timestamp: timestamp, previousTimestamp: previous, from: &bits) else {
                throw .invalidStart(sample: sample)
            }
        }
        guard !bits.isOverrun else { throw .truncated(sample: sample) }
        guard sample == 0 || timestamp > previous else { throw .unorderedTimestamps(sample: sample) }
        sample &+= 1
        return true
    }

    @_lifetime(self: copy self)
    private mutating func readFirst() throws(ChunkError) {
        layout = try HistogramLayoutCoding.read(from: &bits)
        timestamp = bits.readVarbit()
        if encoding.hasFloatCounts {
            counts.begin(count: 2, from: &bits)
        } else {
            let (count, zeroCount) = (bits.readUnsignedVarbit(), bits.readUnsignedVarbit())
            counts.resume([Int64(bitPattern: count), Int64(bitPattern: zeroCount)])
        }
        sumBits = bits.read(64)
        positive.begin(count: Self.bucketCount(layout.positiveSpans), from: &bits)
        negative.begin(count: Self.bucketCount(layout.negativeSpans), from: &bits)
    }

    @_lifetime(self: copy self)
    private mutating func readFurther() throws(ChunkError) {
        delta &+= bits.readVarbit()
        timestamp &+= delta
        guard counts.next(from: &bits), bits.read(&sumBits, &sumWindow) else {
            throw .invalidValueWindow(sample: sample)
        }
        if Double(bitPattern: sumBits).isStaleMarker { return }
        guard positive.next(from: &bits), negative.next(from: &bits) else {
            throw .invalidValueWindow(sample: sample)
        }
    }

    private static func bucketCount(_ spans: [HistogramSpan]) -> Int {
        spans.reduce(0) { $0 &+ Int($1.length) }
    }
}
