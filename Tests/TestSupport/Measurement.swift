#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Clocks and counters of this process.
package enum Measurement {
    /// Nanoseconds of CPU time of this thread, so that other processes do not count.
    package static var threadNanoseconds: UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Nanoseconds of CPU time of this process.
    package static var processNanoseconds: UInt64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }

    /// Resident bytes of this process.
    package static var residentBytes: Int {
        let file = unsafe open("/proc/self/statm", O_RDONLY)
        defer { close(file) }
        var buffer = [UInt8](repeating: 0, count: 256)
        let count = unsafe read(file, &buffer, 255)
        let fields = String(decoding: buffer[..<max(0, count)], as: UTF8.self).split(separator: " ")
        return (fields.count > 1 ? Int(fields[1]) ?? 0 : 0) * 4096
    }

    /// Runs `body` and writes a line with its cost for each of `count` units.
    @discardableResult
    package static func run<Result>(_ name: String, per count: Int, _ body: () throws -> Result) rethrows -> Result {
        let start = threadNanoseconds
        let result = try body()
        line(name, Double(threadNanoseconds - start) / Double(max(count, 1)), "ns")
        return result
    }

    /// Writes a line with a figure.
    package static func line(_ name: String, _ value: Double, _ unit: String) {
        let tenths = (value * 10).rounded()
        let number = abs(tenths) < 1e15 ? "\(Int(tenths) / 10).\(abs(Int(tenths)) % 10)" : "\(value)"
        let text = "\(number) \(unit)"
        let padding = String(repeating: " ", count: max(1, 56 - name.utf8.count))
        var bytes = Array("\(name)\(padding)\(text)\n".utf8)
        unsafe write(STDOUT_FILENO, &bytes, bytes.count)
    }
}
