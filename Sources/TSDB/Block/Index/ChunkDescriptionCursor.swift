internal import PrometheusBytes
internal import Storage

/// Walks the chunks of one series as the index describes them.
struct ChunkDescriptionCursor {
    private let file: MappedFile
    private let descriptions: Range<Int>
    private var offset: Int
    private var remaining: Int
    private var isFirst = true
    /// The time of the first sample, in milliseconds since the Unix epoch.
    private(set) var minTime: Int64 = 0
    /// The time of the last sample.
    private(set) var maxTime: Int64 = 0
    /// File and offset of the chunk, as upstream packs them.
    private(set) var reference: UInt64 = 0

    /// Begins before the first chunk of a series whose checksum was found to be right.
    init(_ file: MappedFile, _ descriptions: Range<Int>) throws(StorageError) {
        self.file = file
        self.descriptions = descriptions
        var reader = ByteReader(file.bytes.extracting(descriptions))
        // A chunk takes three bytes at least.
        guard let count = reader.readVarint(), count <= UInt64(descriptions.count) else {
            throw file.corrupt("series: invalid size", at: descriptions.lowerBound)
        }
        offset = reader.offset
        remaining = Int(count)
    }

    /// Moves to the next chunk; `false` at the end.
    mutating func next() throws(StorageError) -> Bool {
        guard remaining > 0 else { return false }
        remaining -= 1
        let file = file
        var reader = ByteReader(file.bytes.extracting(descriptions))
        reader.offset = offset
        let start: Int64?
        if isFirst {
            start = reader.readZigzagVarint()
        } else {
            start = reader.readVarint().map { maxTime &+ Int64(bitPattern: $0) }
        }
        guard let start, let span = reader.readVarint() else { throw invalidSize }
        let end = start &+ Int64(bitPattern: span)
        guard end >= start, isFirst || start > maxTime else {
            throw file.corrupt("series: chunks are not in order", at: descriptions.lowerBound + offset)
        }
        if isFirst {
            guard let first = reader.readVarint() else { throw invalidSize }
            reference = first
        } else {
            guard let distance = reader.readZigzagVarint() else { throw invalidSize }
            reference = reference &+ UInt64(bitPattern: distance)
        }
        (minTime, maxTime, isFirst, offset) = (start, end, false, reader.offset)
        return true
    }

    private var invalidSize: StorageError {
        file.corrupt("series: invalid size", at: descriptions.lowerBound + offset)
    }
}
