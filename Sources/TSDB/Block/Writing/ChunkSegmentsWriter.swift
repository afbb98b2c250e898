internal import Chunks
internal import PrometheusBytes
internal import Storage

/// Writes the chunks of a block to numbered files: tsdb-formats.md, section 4.
struct ChunkSegmentsWriter: ~Copyable {
    /// The most bytes that a chunk takes besides its payload: length, encoding, checksum.
    private static let overheadBytes = 5 + 1 + 4

    private let directory: String
    private let limitBytes: Int
    private let operations: FileOperations
    private var file: BlockFileWriter?
    private var fileCount = 0

    init(_ directory: String, limitBytes: Int, _ operations: FileOperations) throws(StorageError) {
        self.directory = directory
        self.limitBytes = limitBytes
        self.operations = operations
        try operations.makeDirectory(directory)
    }

    /// Appends a chunk and returns its reference.
    mutating func append(_ encoding: ChunkEncoding, _ payload: RawSpan) throws(StorageError) -> UInt64 {
        // Held outside of the optional, so that no write goes through it.
        var current = try takeFile(with: payload.byteCount + Self.overheadBytes)
        let reference = UInt64(fileCount - 1) << 32 | UInt64(current.offset)
        current.append(varint: UInt64(payload.byteCount))
        current.beginChecksum()
        current.append(byte: encoding.rawValue)
        try current.append(payload)
        try current.appendChecksum()
        file = consume current
        return reference
    }

    /// Waits until everything is on the disk.
    mutating func finish() throws(StorageError) {
        if var last = file.take() { try last.sync() }
        try operations.syncDirectory(directory)
    }

    /// The file that a chunk of so many bytes goes to.
    private mutating func takeFile(with byteCount: Int) throws(StorageError) -> BlockFileWriter {
        if var current = file.take() {
            let isFresh = current.offset == ChunkSegmentsFormat.headerBytes
            if isFresh || current.offset + byteCount <= limitBytes { return current }
            try current.sync()
        }
        fileCount += 1
        var next = try BlockFileWriter("\(directory)/\(ChunkSegmentsFormat.name(fileCount))", operations)
        try next.append(bigEndian: ChunkSegmentsFormat.magic)
        try next.append(bigEndian: UInt32(ChunkSegmentsFormat.version) << 24)
        return next
    }
}
