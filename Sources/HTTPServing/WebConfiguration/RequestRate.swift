internal import Synchronization

/// Lets a number of requests through at once, and then one more every interval.
final class RequestRate: Sendable {
    private struct State {
        var tokens: Double
        var last: ContinuousClock.Instant
    }

    private let interval: Double
    private let burst: Double
    private let state: Mutex<State>

    /// `nil` if there is no limit.
    init?(_ limit: WebConfiguration.RateLimit, now: ContinuousClock.Instant = .now) {
        guard limit.interval > .zero else { return nil }
        interval = limit.interval / .seconds(1)
        burst = Double(max(0, limit.burst))
        state = Mutex(State(tokens: Double(max(0, limit.burst)), last: now))
    }

    /// Whether a request at that time goes through.
    func takes(at now: ContinuousClock.Instant) -> Bool {
        state.withLock { state in
            let passed = (now - state.last) / .seconds(1)
            if passed > 0 {
                state.tokens = min(burst, state.tokens + passed / interval)
                state.last = now
            }
            guard state.tokens >= 1 else { return false }
            state.tokens -= 1
            return true
        }
    }
}
