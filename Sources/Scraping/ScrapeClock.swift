#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// The times that scraping needs, injected so that tests run without waiting.
package struct ScrapeClock: Sendable {
    /// Nanoseconds since the Unix epoch, for timestamps.
    package var wallNanoseconds: @Sendable () -> Int64
    /// Nanoseconds of a clock that never jumps, for schedules and durations.
    package var monotonicNanoseconds: @Sendable () -> Int64
    /// Returns at a time of the monotonic clock, or when the task is cancelled.
    package var sleep: @Sendable (_ untilMonotonicNanoseconds: Int64) async -> Void

    package init(
        wallNanoseconds: @escaping @Sendable () -> Int64,
        monotonicNanoseconds: @escaping @Sendable () -> Int64,
        sleep: @escaping @Sendable (_ untilMonotonicNanoseconds: Int64) async -> Void
    ) {
        self.wallNanoseconds = wallNanoseconds
        self.monotonicNanoseconds = monotonicNanoseconds
        self.sleep = sleep
    }

    /// The operating system's clocks.
    package static let system = ScrapeClock(
        wallNanoseconds: { read(CLOCK_REALTIME) },
        monotonicNanoseconds: { read(CLOCK_MONOTONIC) },
        sleep: { deadline in
            // Cancellation ends the wait, and the caller looks for it.
            try? await Task.sleep(nanoseconds: UInt64(max(0, deadline - read(CLOCK_MONOTONIC))))
        }
    )

    /// The operating system's clocks, with another way to wait.
    package static func system(
        sleep: @escaping @Sendable (_ untilMonotonicNanoseconds: Int64) async -> Void
    ) -> ScrapeClock {
        ScrapeClock(
            wallNanoseconds: system.wallNanoseconds,
            monotonicNanoseconds: system.monotonicNanoseconds,
            sleep: sleep
        )
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        // Safe: the call fills the structure that it is given.
        unsafe clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
