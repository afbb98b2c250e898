internal import PrometheusBytes
internal import Storage
internal import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// One head chunk file, mapped into memory for reading as far as it is written.
///
/// The last owner unmaps and closes it: readers that are still at it keep a file alive that has been deleted.
@safe
final class HeadChunkFile: Sendable {
    let number: UInt32
    let path: String
    /// A number that no other file has, nor the same one when it is opened again.
    let identity = UInt64.random(in: .min ... .max)
    private let descriptor: Int32
    // SAFETY: a mapping of `mappedBytes` bytes that is only read, and only below `size`, where the file has bytes; it is
    // unmapped when the last reference goes.
    private nonisolated(unsafe) let base: UnsafeMutableRawPointer
    private let mappedBytes: Int
    private let size: Atomic<Int>

    /// Opens an existing file for reading, or creates one for writing as well.
    init(_ path: String, _ number: UInt32, creates: Bool) throws(StorageError) {
        // Safe, here and below: the system copies the path during the call.
        let flags = creates ? O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC : O_RDONLY | O_CLOEXEC
        let descriptor = unsafe open(path, flags, 0o666)
        guard descriptor >= 0 else { throw .io(operation: "open \(path)", errorNumber: errno) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            let number = errno
            close(descriptor)
            throw .io(operation: "stat \(path)", errorNumber: number)
        }
        // A file that is written is mapped as large as it may get: what lies behind its end is not touched.
        mappedBytes = max(creates ? HeadChunkFormat.fileBytes : Int(status.st_size), 1)
        let mapping = unsafe mmap(nil, mappedBytes, PROT_READ, MAP_SHARED, descriptor, 0)
        guard let mapping = unsafe mapping, unsafe mapping != MAP_FAILED else {
            let number = errno
            close(descriptor)
            throw .io(operation: "mmap \(path)", errorNumber: number)
        }
        unsafe base = mapping
        self.descriptor = descriptor
        self.path = path
        self.number = number
        size = Atomic(Int(status.st_size))
    }

    deinit {
        // Safe: nobody reads the mapping any more.
        unsafe munmap(base, mappedBytes)
        close(descriptor)
    }

    /// The bytes written.
    var byteCount: Int { size.load(ordering: .acquiring) }

    /// The bytes written, as they are in the mapping.
    var bytes: RawSpan {
        @_lifetime(borrow self)
        get {
            // Safe: the file has so many bytes, and they stay as they are; the mapping lives as long as this object.
            let buffer = unsafe UnsafeRawBufferPointer(start: base, count: byteCount)
            return unsafe _overrideLifetime(buffer.bytes, borrowing: self)
        }
    }

    /// Tells the system in which way the file is going to be read.
    func expectSequentialReading() { unsafe madvise(base, mappedBytes, MADV_SEQUENTIAL) }

    /// Tells the system that the pages read last are not needed soon.
    func releasePages() {
        unsafe madvise(base, mappedBytes, MADV_NORMAL)
        // The pages stay in the system's cache; they only stop to count as this process's memory.
        unsafe madvise(base, mappedBytes, MADV_DONTNEED)
    }

    /// Tells the system that the pages of this range are not needed soon, as far as it has whole ones.
    func releasePages(in range: Range<Int>) {
        let page = 4096
        let start = (range.lowerBound + page - 1) / page * page
        guard start < range.upperBound else { return }
        // Safe: the range lies in the mapping; its pages come back from the file when they are read again.
        unsafe madvise(base + start, (range.upperBound - start) / page * page, MADV_DONTNEED)
    }

    /// Writes bytes behind those that are there; all of them, or none and an error.
    func append(_ bytes: RawSpan, _ operations: WALFileOperations) throws(StorageError) {
        let start = byteCount
        precondition(start + bytes.byteCount <= mappedBytes, "a head chunk file gets too large")
        var written = 0
        while written < bytes.byteCount {
            let rest = bytes.extracting(droppingFirst: written)
            let (count, error) = operations.write(descriptor, rest, start + written)
            if count < 0, error == EINTR { continue }
            guard count > 0 else {
                // Bytes behind the size that is known are written over by the next attempt, or cut off.
                _ = operations.truncate(descriptor, start)
                throw .io(operation: "write \(path)", errorNumber: count < 0 ? error : ENOSPC)
            }
            written += count
        }
        size.store(start + bytes.byteCount, ordering: .releasing)
    }

    /// Waits until everything written is on the disk.
    func sync(_ operations: WALFileOperations) throws(StorageError) {
        let (status, error) = operations.sync(descriptor)
        guard status == 0 else { throw .io(operation: "sync \(path)", errorNumber: error) }
    }
}
