package import Logging

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Where log lines go, and in which format and from which level on.
package struct LogOutput: Sendable {
    let format: LogFormat
    let writeLine: @Sendable ([UInt8]) -> Void
    let now: @Sendable () -> LogTime
    /// The lowest level that is written.
    package let level: Logger.Level

    /// Writes to the process's standard error, each line with one system call.
    package init(_ format: LogFormat, level: Logger.Level) {
        self.init(format, level: level, now: { LogTime.now() }, write: { LogOutput.writeToStandardError($0) })
    }

    init(
        _ format: LogFormat,
        level: Logger.Level,
        now: @escaping @Sendable () -> LogTime,
        write: @escaping @Sendable ([UInt8]) -> Void
    ) {
        self.format = format
        self.level = level
        self.now = now
        writeLine = write
    }

    /// A logger that writes here.
    package func makeLogger() -> Logger { Logger(label: "prometheus") { _ in LogLineWriter(self) } }

    private static func writeToStandardError(_ line: [UInt8]) {
        // Safe: the buffer is valid for its count while the closure runs. A log line that cannot be written has no
        // place left to be reported at.
        unsafe line.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[offset...])
                let count = unsafe write(STDERR_FILENO, rest.baseAddress, rest.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { return }
                offset += count
            }
        }
    }
}
