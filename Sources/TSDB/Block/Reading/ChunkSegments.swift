internal import Chunks
internal import PrometheusBytes
internal import Storage

/// The files of a block that hold its chunks.
struct ChunkSegments: Sendable {
    /// A chunk whose length and checksum were found to be right.
    struct Location {
        let encoding: ChunkEncoding
        let file: MappedFile
        /// Where its payload lies in the file.
        let payload: Range<Int>
    }

    private let directory: String
    private let files: [MappedFile]

    /// Opens the files and checks their headers.
    init(_ directory: String) throws(StorageError) {
        self.directory = directory
        var files: [MappedFile] = []
        for entry in try DirectoryListing.entries(of: directory, missingIsEmpty: false) {
            guard !entry.isDirectory, UInt64(entry.name) != nil else { continue }
            let file = try MappedFile("\(directory)/\(entry.name)")
            try Self.checkHeader(file, files.count)
            files.append(file)
        }
        self.files = files
    }

    /// The bytes of all files.
    var byteCount: Int { files.reduce(0) { $0 + $1.byteCount } }

    /// Finds a chunk and checks it.
    func locate(_ reference: UInt64) throws(StorageError) -> Location {
        let segment = Int(reference >> 32)
        let offset = Int(truncatingIfNeeded: reference & 0xFFFF_FFFF)
        guard segment < files.count else {
            throw .corrupt("\(directory): segment index \(segment) out of range")
        }
        let file = files[segment]
        let bytes = file.bytes
        var reader = ByteReader(bytes)
        guard offset >= ChunkSegmentsFormat.headerBytes, offset < bytes.byteCount else {
            throw Self.shortage("chunk size data field", offset + 5, file, offset)
        }
        reader.offset = offset
        guard let length = reader.readVarint() else {
            throw Self.shortage("chunk size data field", offset + 5, file, offset)
        }
        let start = reader.offset
        guard let payloadLength = Int(exactly: length), payloadLength <= bytes.byteCount - start - 5 else {
            let needed = start + 5 + min(Int(clamping: length), Int.max / 2)
            throw Self.shortage("chunk", needed, file, offset)
        }
        let payload = (start + 1)..<(start + 1 + payloadLength)
        let actual = bytes.extracting(start..<payload.upperBound).crc32c()
        guard let expected = bytes.bigEndianWord(at: payload.upperBound), actual == expected else {
            let expected = bytes.bigEndianWord(at: payload.upperBound) ?? 0
            throw file.corrupt(
                "checksum mismatch expected:\(String(expected, radix: 16)), actual:\(String(actual, radix: 16))",
                at: offset
            )
        }
        do throws(ChunkError) {
            let encoding = try ChunkEncoding(byte: reader.readByte() ?? 0)
            return Location(encoding: encoding, file: file, payload: payload)
        } catch { throw file.corrupt("\(error)", at: offset) }
    }

    private static func checkHeader(_ file: MappedFile, _ segment: Int) throws(StorageError) {
        let bytes = file.bytes
        guard bytes.byteCount >= ChunkSegmentsFormat.headerBytes, let magic = bytes.bigEndianWord(at: 0),
            let version = bytes.bigEndianWord(at: 4)
        else { throw file.corrupt("invalid segment header in segment \(segment): invalid size", at: 0) }
        guard magic == ChunkSegmentsFormat.magic else {
            throw file.corrupt("invalid magic number \(String(magic, radix: 16))", at: 0)
        }
        guard version >> 24 == UInt32(ChunkSegmentsFormat.version) else {
            throw file.corrupt("invalid chunk format version \(version >> 24)", at: 4)
        }
    }

    private static func shortage(
        _ what: String,
        _ required: Int,
        _ file: MappedFile,
        _ offset: Int
    ) -> StorageError {
        file.corrupt(
            "segment doesn't include enough bytes to read the \(what) - required:\(required), "
                + "available:\(file.byteCount)",
            at: offset
        )
    }
}
