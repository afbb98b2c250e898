#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// What tells one state of a file from the next without reading it.
struct FileState: Hashable, Sendable {
    private let device: UInt64
    private let number: UInt64
    private let size: Int64
    private let seconds: Int
    private let nanoseconds: Int

    /// A file that is not there has a state too.
    init(_ path: String) {
        var status = stat()
        // Safe: the path lives for the call, and the structure is ours.
        let isThere = unsafe stat(path, &status) == 0
        device = isThere ? UInt64(status.st_dev) : 0
        number = isThere ? UInt64(status.st_ino) : 0
        size = isThere ? Int64(status.st_size) : -1
        seconds = isThere ? status.st_mtim.tv_sec : 0
        nanoseconds = isThere ? status.st_mtim.tv_nsec : 0
    }
}
