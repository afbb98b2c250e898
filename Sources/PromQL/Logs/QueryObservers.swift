import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Who is told of queries: the log of those that run and the log of those that ran.
final class QueryObservers: Sendable {
    private struct State {
        var log: QueryLog?
        var active: ActiveQueryLog?
    }

    private let state = Mutex(State())

    func setLog(_ log: QueryLog?) { state.withLock { $0.log = log } }

    func setActiveLog(_ log: ActiveQueryLog) { state.withLock { $0.active = log } }

    /// Notes that a query begins; `nil` if nobody wants to know.
    func begin(_ run: QueryRun) -> (log: ActiveQueryLog, slot: Int)? {
        guard let active = state.withLock({ $0.active }) else { return nil }
        return active.begin(run.text, atSeconds: Self.now.seconds).map { (active, $0) }
    }

    /// Writes a query into the log; `false` if there is a log that did not take it.
    func record(_ run: QueryRun, _ outcome: QueryOutcome) -> Bool {
        guard let log = state.withLock({ $0.log }) else { return true }
        return log.write(QueryLogLine(run.text, run, outcome, run.origin, time: Self.now).bytes)
    }

    private static var now: (seconds: Int64, nanoseconds: Int64) {
        var time = timespec()
        // Safe: the call fills the structure that it is given.
        unsafe clock_gettime(CLOCK_REALTIME, &time)
        return (Int64(time.tv_sec), Int64(time.tv_nsec))
    }
}
