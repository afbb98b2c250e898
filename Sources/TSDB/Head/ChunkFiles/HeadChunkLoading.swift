internal import Chunks
internal import PrometheusBytes
internal import Storage

/// The chunks that were found in head chunk files, until the log tells which series they belong to.
struct HeadChunkLoading: ~Copyable {
    /// The newest chunk of each series in the log: its number in the table of full chunks.
    private var inOrder = ReferenceTable()
    /// The same of chunks whose samples came out of order.
    private var outOfOrder = ReferenceTable()
    /// Where the last chunk begins: its file and its offset there.
    private(set) var last: UInt64 = 0
    /// The number of chunks.
    private(set) var count = 0

    /// So much of a file is kept in memory while it is read.
    private static let keptBytes = 4 << 20

    init() {}

    /// Why loading stopped.
    enum Failure: Error {
        /// A file is damaged: it and the later ones are to go.
        case damaged(file: UInt32, String)
        /// A chunk does not follow the one before it.
        case unordered(String)
    }

    /// Takes the newest chunks of a series that the log has a number for.
    mutating func take(_ reference: UInt64) -> (inOrder: UInt32, outOfOrder: UInt32) {
        let found = (inOrder.value(reference), outOfOrder.value(reference))
        if found.0 != 0 { inOrder.set(0, for: reference) }
        if found.1 != 0 { outOfOrder.set(0, for: reference) }
        return found
    }

    /// Whether there are in-order chunks of a series.
    func hasChunks(_ reference: UInt64) -> Bool { inOrder.value(reference) != 0 }

    /// Drops the chunks that no series took.
    mutating func dropRest(_ samples: inout SampleTable) {
        inOrder.forEach { samples.dropLoaded($1) }
        outOfOrder.forEach { samples.dropLoaded($1) }
    }

    /// Adds all chunks of a file.
    mutating func load(_ file: HeadChunkFile, into samples: inout SampleTable) throws(Failure) {
        let bytes = file.bytes
        try checkHeader(bytes, file)
        var offset = HeadChunkFormat.headerBytes
        var released = 0
        while offset < bytes.byteCount {
            let record: HeadChunkRecord
            do throws(HeadChunkRecord.Failure) { record = try HeadChunkRecord(bytes, at: offset) } catch {
                guard case .damaged(let reason) = error else { return }
                throw .damaged(
                    file: file.number,
                    "corruption in head chunk file \(file.path): \(reason)"
                )
            }
            try add(record, SealedChunk.Place(file: file.number, offset: UInt32(offset)), &samples)
            last = UInt64(file.number) << 32 | UInt64(offset)
            offset = record.end
            // What was read counts as this process's memory.
            guard offset - released >= Self.keptBytes else { continue }
            file.releasePages(in: released..<offset)
            released = offset
        }
    }

    private func checkHeader(_ bytes: RawSpan, _ file: HeadChunkFile) throws(Failure) {
        var reader = ByteReader(bytes)
        let name = "corruption in head chunk file \(file.path): "
        guard bytes.byteCount >= HeadChunkFormat.headerBytes, let magic = reader.readBigEndian(UInt32.self),
            let version = reader.readByte()
        else { throw .damaged(file: file.number, name + "invalid size") }
        guard magic == HeadChunkFormat.magic else {
            throw .damaged(file: file.number, name + "invalid magic number \(String(magic, radix: 16))")
        }
        guard version == HeadChunkFormat.version else {
            throw .damaged(file: file.number, name + "invalid chunk format version \(version)")
        }
    }

    private mutating func add(
        _ record: HeadChunkRecord,
        _ place: SealedChunk.Place,
        _ samples: inout SampleTable
    ) throws(Failure) {
        // A newer version may know more encodings: their samples come from the log, if from anywhere.
        guard ChunkEncoding(rawValue: record.encoding) != nil else { return }
        if !record.isOutOfOrder, record.maxTime < samples.minValidTime { return }
        guard record.minTime <= record.maxTime else {
            throw .unordered("chunk of series ref \(record.reference) ends before it begins")
        }
        let previous = record.isOutOfOrder ? outOfOrder.value(record.reference) : inOrder.value(record.reference)
        if !record.isOutOfOrder, previous > 0 {
            let newest = samples.sealed[Int(previous) - 1]
            guard record.minTime > newest.maxTime else {
                throw .unordered(
                    "out of sequence m-mapped chunk for series ref \(record.reference), last chunk: "
                        + "[\(newest.minTime), \(newest.maxTime)], new: [\(record.minTime), \(record.maxTime)]"
                )
            }
        }
        let number = samples.addLoaded(
            SealedChunk(
                minTime: record.minTime,
                maxTime: record.maxTime,
                encoding: record.encoding,
                place: place,
                previous: previous
            )
        )
        count += 1
        if record.isOutOfOrder {
            outOfOrder.set(number, for: record.reference)
        } else {
            inOrder.set(number, for: record.reference)
        }
    }
}
