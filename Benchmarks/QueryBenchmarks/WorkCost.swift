#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// CPU and time of repeated work.
struct WorkCost {
    var cpuMilliseconds: Double
    var wallMilliseconds: Double

    /// Repeats `work` for about a quarter of a second, at least thrice, after one round that does not count.
    static func average(of work: () async throws -> Void) async throws -> WorkCost {
        try await work()
        let (cpu, start) = (cpuSeconds(), ContinuousClock.now)
        var rounds = 0.0
        repeat {
            try await work()
            rounds += 1
        } while rounds < 3 || ContinuousClock.now - start < .milliseconds(250)
        return WorkCost(
            cpuMilliseconds: (cpuSeconds() - cpu) * 1000 / rounds,
            wallMilliseconds: (ContinuousClock.now - start) / .milliseconds(1) / rounds
        )
    }

    static func cpuSeconds() -> Double {
        var usage = rusage()
        // Safe: the structure is only written while the call runs.
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return seconds(usage.ru_utime) + seconds(usage.ru_stime)
    }
}
