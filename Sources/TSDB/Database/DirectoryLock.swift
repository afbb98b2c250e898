internal import Storage

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The lock file that keeps a second process out of a data directory.
///
/// The lock is the operating system's and ends with the process; the file is only removed on a clean stop, which is how
/// the next start knows of a crash.
final class DirectoryLock: Sendable {
    private let path: String
    private let descriptor: Int32
    /// Whether the file was left behind by a process that did not stop cleanly.
    let wasLeftBehind: Bool

    init(directory: String) throws(StorageError) {
        path = "\(directory)/lock"
        // Safe, here and below: the system copies the path during the call.
        let existed = unsafe access(path, F_OK) == 0
        let opened = unsafe open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o666)
        guard opened >= 0 else { throw .io(operation: "lock DB directory: open \(path)", errorNumber: errno) }
        guard flock(opened, LOCK_EX | LOCK_NB) == 0 else {
            let number = errno
            close(opened)
            throw .io(operation: "lock DB directory", errorNumber: number)
        }
        descriptor = opened
        wasLeftBehind = existed
    }

    deinit { close(descriptor) }

    /// Removes the file: the directory was left in order.
    func release() {
        // A file that stays only tells the next start of a crash that was none.
        unsafe unlink(path)
    }
}
