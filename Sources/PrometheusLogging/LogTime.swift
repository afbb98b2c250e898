import PrometheusModel

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A moment in the local time zone, for the `time` of a log line.
struct LogTime: Sendable {
    let seconds: Int
    let nanoseconds: Int

    /// The present moment.
    static func now() -> LogTime {
        var time = timespec()
        // Safe: the system call fills the structure that it is given.
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return LogTime(seconds: time.tv_sec, nanoseconds: time.tv_nsec)
    }

    /// The moment with exactly three digits of fraction, as in logfmt.
    var withMilliseconds: String {
        let offset = zoneOffsetSeconds
        let milliseconds = Int64(seconds + offset) * 1000 + Int64(nanoseconds / 1_000_000)
        return TimestampText.millisecondString(milliseconds: milliseconds).dropLast() + zone(offset)
    }

    /// The moment with as many digits of fraction as it needs, as in JSON.
    var withNanoseconds: String {
        let offset = zoneOffsetSeconds
        return TimestampText.string(nanoseconds: Int64(nanoseconds), seconds: Int64(seconds + offset)).dropLast()
            + zone(offset)
    }

    /// How far the local time is ahead of UTC at this moment.
    private var zoneOffsetSeconds: Int {
        // Safe: both structures live until the call returns; only a number is read from the result.
        var wall = unsafe tm()
        var clock = time_t(seconds)
        unsafe localtime_r(&clock, &wall)
        return unsafe wall.tm_gmtoff
    }

    private func zone(_ offsetSeconds: Int) -> String {
        guard offsetSeconds != 0 else { return "Z" }
        let minutes = abs(offsetSeconds) / 60
        return "\(offsetSeconds < 0 ? "-" : "+")\(padded(minutes / 60)):\(padded(minutes % 60))"
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
