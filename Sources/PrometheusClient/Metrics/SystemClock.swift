#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The operating system's clocks as numbers.
enum SystemClock {
    /// Seconds since the Unix epoch.
    static func unixSeconds() -> Double { read(CLOCK_REALTIME) }

    /// Seconds on a clock that never goes back.
    static func monotonicSeconds() -> Double { read(CLOCK_MONOTONIC) }

    private static func read(_ clock: clockid_t) -> Double {
        var time = timespec()
        // Safe: the system call fills the structure that it is given.
        unsafe clock_gettime(clock, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
