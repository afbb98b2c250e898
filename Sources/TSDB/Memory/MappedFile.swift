internal import Storage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The bytes of a file that is not going to change, read by the system when they are first looked at.
///
/// The name may go while the file is mapped. A file that another process shortens ends this one: nobody shortens the files
/// of a block.
@safe
final class MappedFile: Sendable {
    /// The path under which the file was opened.
    let path: String
    /// The size of the file.
    let byteCount: Int
    // SAFETY: mapped in `init` for `byteCount` bytes, only read, unmapped in `deinit`; `nil` for an empty file.
    private nonisolated(unsafe) let base: UnsafeRawPointer?

    init(_ path: String) throws(StorageError) {
        // Safe, here and below: the system copies the path and fills the structure during the calls.
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .io(operation: "open \(path)", errorNumber: errno) }
        defer { close(descriptor) }
        var status = stat()
        guard unsafe fstat(descriptor, &status) == 0 else {
            throw .io(operation: "stat \(path)", errorNumber: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else { throw .io(operation: "read \(path)", errorNumber: EISDIR) }
        let size = Int(status.st_size)
        var mapped: UnsafeMutableRawPointer?
        if size > 0 {
            unsafe mapped = mmap(nil, size, PROT_READ, MAP_SHARED, descriptor, 0)
            guard unsafe mapped != MAP_FAILED else { throw .io(operation: "mmap \(path)", errorNumber: errno) }
        }
        self.path = path
        byteCount = size
        unsafe base = mapped.map { UnsafeRawPointer($0) }
    }

    deinit {
        // Safe: nobody can read the bytes any more; the pointer came from mmap.
        if let base = unsafe base { unsafe munmap(UnsafeMutableRawPointer(mutating: base), byteCount) }
    }

    /// All bytes of the file.
    var bytes: RawSpan {
        @_lifetime(borrow self) @inline(__always)
        get {
            // Safe: valid for `byteCount` bytes as long as this object lives.
            let buffer = unsafe UnsafeRawBufferPointer(start: base, count: byteCount)
            return unsafe _overrideLifetime(buffer.bytes, borrowing: self)
        }
    }

    /// The bytes in a range, `nil` if the file does not have all of them.
    @_lifetime(borrow self) @inline(__always)
    func bytes(_ range: Range<Int>) -> RawSpan? {
        guard range.lowerBound >= 0, range.upperBound <= byteCount else { return nil }
        let bytes = self.bytes
        return unsafe _overrideLifetime(bytes.extracting(range), borrowing: self)
    }

    /// A copy of all bytes, for small files.
    var array: [UInt8] {
        var copy: [UInt8] = []
        copy.append(bytes)
        return copy
    }

    /// Damage at an offset: which file, where, and why.
    func corrupt(_ reason: String, at offset: Int) -> StorageError {
        .corrupt("\(path): offset \(offset): \(reason)")
    }

    /// Asks the system to read the file from front to back, or not to.
    func advise(isSequential: Bool) {
        // Only advice: whatever comes of it, the bytes are the same.
        guard let base = unsafe base else { return }
        // Safe: the range is the mapping.
        unsafe madvise(
            UnsafeMutableRawPointer(mutating: base),
            byteCount,
            isSequential ? MADV_SEQUENTIAL : MADV_NORMAL
        )
    }
}
