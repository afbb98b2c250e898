internal import PrometheusBytes
package import Storage

extension Tombstones {
    private static let magic: UInt32 = 0x0130_BA30
    static let version: UInt8 = 1
    private static let headerBytes = 5
    private static let checksumBytes = 4

    /// The bytes of the file, series ascending: tsdb-formats.md, section 7.
    package var encoded: [UInt8] {
        let entries = encodedEntries
        var bytes: [UInt8] = []
        bytes.appendBigEndian(Self.magic)
        bytes.append(Self.version)
        // The checksum is that of the entries alone.
        let checksum = entries.rawSpan.crc32c()
        bytes += entries
        bytes.appendBigEndian(checksum)
        return bytes
    }

    /// The intervals as the file has them between its header and its checksum.
    var encodedEntries: [UInt8] {
        var entries: [UInt8] = []
        for (series, ranges) in intervals.sorted(by: { $0.key < $1.key }) {
            for range in ranges {
                entries.appendVarint(series)
                entries.appendZigzagVarint(range.lowerBound)
                entries.appendZigzagVarint(range.upperBound)
            }
        }
        return entries
    }

    /// Reads the tombstones of a block; a block without the file has none.
    package init(blockDirectory: String) throws(StorageError) {
        self.init()
        let path = "\(blockDirectory)/\(Self.fileName)"
        let file: MappedFile
        do throws(StorageError) { file = try MappedFile(path) } catch {
            if case .io(_, let number) = error, number == StorageError.noSuchFile { return }
            throw error
        }
        try read(file)
    }

    private mutating func read(_ file: MappedFile) throws(StorageError) {
        let bytes = file.bytes
        guard bytes.byteCount >= Self.headerBytes, let magic = bytes.bigEndianWord(at: 0) else {
            throw file.corrupt("tombstones header: invalid size", at: 0)
        }
        guard magic == Self.magic else {
            throw file.corrupt("invalid magic number \(String(magic, radix: 16))", at: 0)
        }
        var reader = ByteReader(bytes)
        reader.offset = 4
        let version = reader.readByte() ?? 0
        guard version == Self.version else {
            throw file.corrupt("invalid tombstone format \(String(version, radix: 16))", at: 4)
        }
        let end = bytes.byteCount - Self.checksumBytes
        guard end >= Self.headerBytes else { throw file.corrupt("tombstones: invalid size", at: Self.headerBytes) }
        let entries = bytes.extracting(Self.headerBytes..<end)
        guard bytes.bigEndianWord(at: end) == entries.crc32c() else {
            throw file.corrupt("checksum did not match", at: end)
        }
        try read(entries, file)
    }

    private mutating func read(_ entries: RawSpan, _ file: MappedFile) throws(StorageError) {
        var reader = ByteReader(entries)
        while !reader.isAtEnd {
            let start = reader.offset
            guard let series = reader.readVarint(), let minTime = reader.readZigzagVarint(),
                let maxTime = reader.readZigzagVarint()
            else { throw file.corrupt("tombstones: invalid size", at: Self.headerBytes + start) }
            // What ends before it begins deletes nothing.
            if minTime <= maxTime { add(series, minTime...maxTime) }
        }
    }
}
