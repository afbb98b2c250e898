#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// What tells a file from itself after a change: which one it is, its size, and when it was written.
struct FileStamp: Equatable {
    private let numbers: [Int64]

    /// `nil` if there is no such file.
    init?(_ path: String) {
        var status = stat()
        // Safe: the path lives for the call, which fills the structure.
        guard unsafe stat(path, &status) == 0 else { return nil }
        numbers = [
            Int64(bitPattern: UInt64(status.st_dev)), Int64(bitPattern: UInt64(status.st_ino)), Int64(status.st_size),
            Int64(status.st_mtim.tv_sec), Int64(status.st_mtim.tv_nsec), Int64(status.st_ctim.tv_sec),
            Int64(status.st_ctim.tv_nsec),
        ]
    }
}
