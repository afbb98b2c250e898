import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The file that every executed query leaves a line in: `global.query_log_file`.
package final class QueryLog: Sendable {
    private let descriptor: Int32
    private let lock = Mutex(())

    /// Opens the file to append to it, and creates it if it is not there.
    ///
    /// A file that was renamed is left where it is: opening the log again makes a new one.
    package init(path: String) throws(QueryLogError) {
        // Safe: the path is passed for the time of the call.
        descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw QueryLogError(path: path, errorNumber: errno) }
    }

    deinit { close(descriptor) }

    /// Appends a line; `false` if the system does not take it.
    func write(_ line: [UInt8]) -> Bool {
        lock.withLock { _ in
            // Safe: the call reads bytes of the array only.
            unsafe line.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) } == line.count
        }
    }
}
