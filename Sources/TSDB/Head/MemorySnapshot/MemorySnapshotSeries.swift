internal import Chunks
internal import PrometheusBytes
internal import PrometheusModel

/// The record of a series in a snapshot of the head, as far as it says where things lie.
struct MemorySnapshotSeries {
    /// The newest chunk in memory.
    struct Chunk {
        var minTime: Int64
        var maxTime: Int64
        var encoding: ChunkEncoding
        /// Where the payload lies in the record.
        var payload: Range<Int>
        /// The newest value's bits; of a histogram its sum's.
        var lastValueBits: UInt64
    }

    /// So many pairs of a time and a value stand behind a chunk of floats; only the last one's value means something.
    static let pairCount = 4
    private static let pairBytes = 16

    /// The reference and the labels in the record, as records of series in the log have them.
    let labels: Range<Int>
    let chunk: Chunk?

    /// Reads a record behind its kind.
    init(_ payload: RawSpan) throws(WALRecordError) {
        let failure = WALRecordError.truncated(kind: .series, after: 0)
        var reader = ByteReader(payload)
        guard reader.readBigEndian(UInt64.self) != nil, let count = reader.readVarint() else { throw failure }
        var left = count
        while left > 0 {
            guard reader.readLengthPrefixedRange() != nil, reader.readLengthPrefixedRange() != nil else {
                throw failure
            }
            left -= 1
        }
        labels = 0..<reader.offset
        // Once the span of the chunks.
        guard reader.readBigEndian(UInt64.self) != nil, let hasChunk = reader.readVarint() else { throw failure }
        guard hasChunk > 0 else {
            chunk = nil
            return
        }
        guard let minTime = reader.readBigEndian(Int64.self), let maxTime = reader.readBigEndian(Int64.self),
            let encoding = reader.readByte().flatMap(ChunkEncoding.init(rawValue:)),
            let range = reader.readLengthPrefixedRange(), minTime <= maxTime,
            let last = Self.readLastValue(&reader, encoding)
        else { throw failure }
        chunk = Chunk(
            minTime: minTime,
            maxTime: maxTime,
            encoding: encoding,
            payload: range,
            lastValueBits: last
        )
    }

    private static func readLastValue(_ reader: inout ByteReader, _ encoding: ChunkEncoding) -> UInt64? {
        guard encoding.isFloat else {
            return WALHistogramReader.readHistogram(&reader, isFloat: encoding.hasFloatCounts)?.sum.bitPattern
        }
        guard reader.readRange(count: pairCount * pairBytes - 8) != nil else { return nil }
        return reader.readBigEndian(UInt64.self)
    }
}
