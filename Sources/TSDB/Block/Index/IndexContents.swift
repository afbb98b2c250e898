internal import PrometheusBytes
internal import Storage

/// Where the sections of an index lie: its last 52 bytes.
struct IndexContents: Sendable, Hashable {
    var symbols = 0
    var series = 0
    var labelIndices = 0
    var labelOffsets = 0
    var postings = 0
    var postingsOffsets = 0

    init() {}

    /// Reads the end of an index and checks that the sections lie in the file, in order.
    init(_ file: MappedFile) throws(StorageError) {
        let start = file.byteCount - IndexFormat.tocBytes
        guard start >= IndexFormat.headerBytes, let bytes = file.bytes(start..<file.byteCount) else {
            throw file.corrupt("read TOC: invalid size", at: 0)
        }
        guard bytes.bigEndianWord(at: 48) == bytes.extracting(0..<48).crc32c() else {
            throw file.corrupt("read TOC: invalid checksum", at: start)
        }
        var reader = ByteReader(bytes)
        var offsets: [Int] = []
        while offsets.count < 6, let offset = reader.readBigEndian(UInt64.self) {
            guard offset <= UInt64(start) else {
                throw file.corrupt("read TOC: section beyond the end of the file", at: start + offsets.count * 8)
            }
            offsets.append(Int(offset))
        }
        symbols = offsets[0]
        series = offsets[1]
        labelIndices = offsets[2]
        labelOffsets = offsets[3]
        postings = offsets[4]
        postingsOffsets = offsets[5]
    }

    /// The bytes of the section, its checksum included.
    var encoded: [UInt8] {
        var bytes: [UInt8] = []
        for offset in [symbols, series, labelIndices, labelOffsets, postings, postingsOffsets] {
            bytes.appendBigEndian(UInt64(offset))
        }
        bytes.appendBigEndian(bytes.rawSpan.crc32c())
        return bytes
    }
}
