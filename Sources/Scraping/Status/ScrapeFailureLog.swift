internal import PrometheusModel
internal import Synchronization

#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif

/// The file that every failed scrape leaves a line in: `scrape_failure_log_file`.
final class ScrapeFailureLog: Sendable {
    private let descriptor: Int32
    private let lock = Mutex(())

    /// Opens the file to append to it, and creates it if it is not there.
    ///
    /// A file that was renamed is left where it is: opening the log again makes a new one.
    init(path: String) throws(ScrapeFailureLogError) {
        // Safe: the path is passed for the time of the call.
        descriptor = unsafe open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else { throw ScrapeFailureLogError(path: path, errorNumber: errno) }
    }

    deinit { close(descriptor) }

    /// Appends a line of JSON; `false` if the system does not take it.
    func write(_ failure: String, job: String, target: String, wallNanoseconds: Int64) -> Bool {
        var line: [UInt8] = []
        let (seconds, nanoseconds) = wallNanoseconds.quotientAndRemainder(dividingBy: 1_000_000_000)
        let time = TimestampText.string(nanoseconds: nanoseconds, seconds: seconds)
        line += "{\"time\":\"\(time)\",\"level\":\"ERROR\",\"source\":\"ScrapeFailureLog.swift:1\",\"msg\":".utf8
        JSONText.append(failure, to: &line, escapesHTML: false)
        line += ",\"job_name\":".utf8
        JSONText.append(job, to: &line, escapesHTML: false)
        line += ",\"target\":".utf8
        JSONText.append(target, to: &line, escapesHTML: false)
        line += "}\n".utf8
        return lock.withLock { _ in
            // Safe: the call reads bytes of the array only.
            unsafe line.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) } == line.count
        }
    }
}
