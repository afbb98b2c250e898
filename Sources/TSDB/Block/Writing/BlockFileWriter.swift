internal import PrometheusBytes
internal import Storage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Writes a file of a block from front to back through a buffer, with the checksums of its sections.
struct BlockFileWriter: ~Copyable {
    private static let bufferBytes = 256 << 10

    /// Closes the file with its last owner.
    private final class Descriptor {
        let number: Int32
        init(_ number: Int32) { self.number = number }
        deinit { close(number) }
    }

    let path: String
    private let descriptor: Descriptor
    private let operations: FileOperations
    private var buffer: [UInt8] = []
    /// The bytes of the file before those in the buffer.
    private var flushed = 0
    private var checksum: UInt32 = 0
    /// Up to where the bytes in the buffer are part of the checksum.
    private var summed = 0

    /// Creates the file.
    init(_ path: String, _ operations: FileOperations) throws(StorageError) {
        self.path = path
        self.operations = operations
        descriptor = Descriptor(try operations.create(path))
        buffer.reserveCapacity(Self.bufferBytes + 4096)
    }

    /// The bytes written so far.
    var offset: Int { flushed + buffer.count }

    mutating func append(_ bytes: RawSpan) throws(StorageError) {
        buffer.append(bytes)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    mutating func append(_ bytes: [UInt8]) throws(StorageError) { try append(bytes.rawSpan) }

    mutating func append(byte: UInt8) { buffer.append(byte) }

    mutating func append(varint number: UInt64) { buffer.appendVarint(number) }

    mutating func append(bigEndian number: UInt32) throws(StorageError) {
        buffer.appendBigEndian(number)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// Appends zeros up to a multiple of `alignment`.
    mutating func pad(to alignment: Int) {
        while offset % alignment != 0 { buffer.append(0) }
    }

    /// Starts a checksum over the bytes from here on.
    mutating func beginChecksum() {
        checksum = 0
        summed = buffer.count
    }

    /// Appends the checksum of the bytes since its beginning.
    mutating func appendChecksum() throws(StorageError) {
        sum()
        buffer.appendBigEndian(checksum)
        if buffer.count >= Self.bufferBytes { try flush() }
    }

    /// Replaces the number of four bytes at an offset that was passed.
    mutating func patch(bigEndian number: UInt32, at position: Int) throws(StorageError) {
        var bytes: [UInt8] = []
        bytes.appendBigEndian(number)
        if position >= flushed {
            buffer.replaceSubrange((position - flushed)..<(position - flushed + 4), with: bytes)
        } else {
            if position + 4 > flushed { try flush() }
            try operations.write(bytes.rawSpan, at: position, to: descriptor.number, path)
        }
    }

    /// Hands everything to the system.
    mutating func flush() throws(StorageError) {
        sum()
        guard !buffer.isEmpty else { return }
        try operations.write(buffer.rawSpan, at: flushed, to: descriptor.number, path)
        flushed += buffer.count
        buffer.removeAll(keepingCapacity: true)
        summed = 0
    }

    /// Hands everything to the system and waits until it is on the disk.
    mutating func sync() throws(StorageError) {
        try flush()
        try operations.sync(descriptor.number, path)
    }

    private mutating func sum() {
        let (sum, count) = (checksum, buffer.count)
        let added = buffer.rawSpan.extracting(summed..<count).crc32c(continuing: sum)
        checksum = added
        summed = count
    }
}
