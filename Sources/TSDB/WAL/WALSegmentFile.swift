package import Storage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// An open segment of a log.
///
/// The last owner closes it.
package final class WALSegmentFile: Sendable {
    /// The path of the file.
    package let path: String
    private let descriptor: Int32
    private let operations: WALFileOperations

    private init(path: String, descriptor: Int32, operations: WALFileOperations) {
        self.path = path
        self.descriptor = descriptor
        self.operations = operations
    }

    deinit { close(descriptor) }

    // Safe, here and below: the system copies the path during the call.

    /// Creates a file that must not exist yet.
    static func create(_ path: String, _ operations: WALFileOperations) throws(StorageError) -> WALSegmentFile {
        let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw .io(operation: "open \(path)", errorNumber: errno) }
        return WALSegmentFile(path: path, descriptor: descriptor, operations: operations)
    }

    /// Opens an existing file for cutting and filling up.
    static func openForRepair(_ path: String, _ operations: WALFileOperations) throws(StorageError) -> WALSegmentFile {
        let descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .io(operation: "open \(path)", errorNumber: errno) }
        return WALSegmentFile(path: path, descriptor: descriptor, operations: operations)
    }

    /// Opens an existing file for reading from front to back.
    static func openForReading(_ path: String) throws(StorageError) -> WALSegmentFile {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .io(operation: "open \(path)", errorNumber: errno) }
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
        return WALSegmentFile(path: path, descriptor: descriptor, operations: .system)
    }

    /// Writes all of `bytes` at `offset`; an interrupted or short write goes on.
    func write(_ bytes: RawSpan, at offset: Int) throws(StorageError) {
        var written = 0
        while written < bytes.byteCount {
            let rest = bytes.extracting(droppingFirst: written)
            let (count, error) = operations.write(descriptor, rest, offset + written)
            if count < 0, error == EINTR { continue }
            // A file takes at least one byte or says why not; zero would loop for ever.
            guard count > 0 else {
                throw .io(operation: "write to WAL: write \(path)", errorNumber: count < 0 ? error : ENOSPC)
            }
            written += count
        }
    }

    /// Fills `page` from `offset` on; the rest of it stays as it is.
    /// - Returns: the number of bytes read, less than asked for only at the end of the file.
    func read(at offset: Int, into page: inout [UInt8]) throws(StorageError) -> Int {
        var filled = 0
        while filled < page.count {
            // Safe: the read is limited to the rest of the page.
            let count = unsafe page.withUnsafeMutableBytes {
                unsafe pread(
                    descriptor,
                    $0.baseAddress?.advanced(by: filled),
                    $0.count - filled,
                    off_t(offset + filled)
                )
            }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw .io(operation: "read \(path)", errorNumber: errno) }
            if count == 0 { break }
            filled += count
        }
        return filled
    }

    func byteCount() throws(StorageError) -> Int {
        var status = stat()
        // Safe: `fstat` fills the structure it is given.
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .io(operation: "stat \(path)", errorNumber: errno)
        }
        return Int(status.st_size)
    }

    func truncate(toBytes size: Int) throws(StorageError) {
        let (status, error) = operations.truncate(descriptor, size)
        guard status == 0 else { throw .io(operation: "truncate \(path)", errorNumber: error) }
    }

    /// Waits until everything written, and the name of the file, are on the disk.
    ///
    /// May take seconds: not under a lock. That is why creating a file does not wait for its name.
    package func sync() throws(StorageError) {
        let (status, error) = operations.sync(descriptor)
        guard status == 0 else { throw .io(operation: "sync \(path)", errorNumber: error) }
        if let slash = path.lastIndex(of: "/") { try WALDirectory.sync(String(path[..<slash])) }
    }
}
