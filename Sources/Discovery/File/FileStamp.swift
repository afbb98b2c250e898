#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// What tells that a file has changed.
struct FileStamp: Hashable {
    private let seconds: Int
    private let nanoseconds: Int
    private let size: Int
    private let inode: UInt64

    /// Looks at the file; all zeros if it is not there.
    init(_ path: String) {
        var status = stat()
        let isThere = unsafe stat(path, &status) == 0
        seconds = isThere ? Int(status.st_mtim.tv_sec) : 0
        nanoseconds = isThere ? Int(status.st_mtim.tv_nsec) : 0
        size = isThere ? Int(status.st_size) : 0
        inode = isThere ? UInt64(status.st_ino) : 0
    }
}
