import PrometheusExposition
import Synchronization

/// Sum and number of observations, with quantiles over a sliding window if objectives are given.
public final class Summary: Sendable {
    private struct State {
        var count: UInt64 = 0
        var sum = 0.0
        /// Observations that no stream has seen yet.
        var pending: [Double] = []
        /// One stream for each step of the window; the one at `head` has seen the longest time and answers.
        var streams: [QuantileStream]
        var head = 0
        var headExpiry: Double
    }

    /// Observations that are gathered before the streams take them.
    private static let pendingLimit = 500

    private let objectives: SummaryObjectives
    private let monotonicSeconds: @Sendable () -> Double
    private let state: Mutex<State>

    init(
        _ objectives: SummaryObjectives,
        monotonicSeconds: @escaping @Sendable () -> Double = SystemClock.monotonicSeconds
    ) {
        self.objectives = objectives
        self.monotonicSeconds = monotonicSeconds
        let streamCount = objectives.targets.isEmpty ? 0 : objectives.windowSteps
        state = Mutex(
            State(
                streams: Array(repeating: QuantileStream(objectives.targets), count: streamCount),
                headExpiry: monotonicSeconds() + objectives.windowSeconds / Double(objectives.windowSteps)
            )
        )
    }

    /// Takes a value; NaN is not counted.
    public func observe(_ value: Double) {
        guard !value.isNaN else { return }
        let now = objectives.targets.isEmpty ? 0 : monotonicSeconds()
        state.withLock { state in
            state.count &+= 1
            state.sum += value
            guard !state.streams.isEmpty else { return }
            if now > state.headExpiry { rotate(&state, now) }
            state.pending.append(value)
            if state.pending.count >= Self.pendingLimit { flush(&state) }
        }
    }

    /// Observes the seconds that `work` takes, also when it throws.
    public func time<Result, Failure: Error>(_ work: () async throws(Failure) -> Result) async throws(Failure) -> Result
    {
        let start = SystemClock.monotonicSeconds()
        defer { observe(SystemClock.monotonicSeconds() - start) }
        return try await work()
    }

    /// Observes the seconds that synchronous `work` takes, also when it throws.
    public func time<Result, Failure: Error>(_ work: () throws(Failure) -> Result) throws(Failure) -> Result {
        let start = SystemClock.monotonicSeconds()
        defer { observe(SystemClock.monotonicSeconds() - start) }
        return try work()
    }

    /// The number of observations since the start.
    public var count: UInt64 { state.withLock { $0.count } }

    /// The sum of the observed values since the start.
    public var sum: Double { state.withLock { $0.sum } }

    /// Returns the value at one of the objectives' quantiles within the window, NaN without observations.
    public func value(at quantile: Double) -> Double {
        let now = monotonicSeconds()
        return state.withLock { state in
            guard !state.streams.isEmpty else { return .nan }
            rotate(&state, now)
            return state.streams[state.head].value(at: quantile)
        }
    }

    /// Moves the window on to `now`, after the streams have taken what is pending.
    private func rotate(_ state: inout State, _ now: Double) {
        flush(&state)
        let stepSeconds = objectives.windowSeconds / Double(objectives.windowSteps)
        guard now > state.headExpiry else { return }
        let steps = Int(((now - state.headExpiry) / stepSeconds).rounded(.up))
        for _ in 0..<min(max(steps, 1), objectives.windowSteps) {
            state.streams[state.head].reset()
            state.head = (state.head + 1) % state.streams.count
        }
        state.headExpiry += Double(max(steps, 1)) * stepSeconds
    }

    private func flush(_ state: inout State) {
        guard !state.pending.isEmpty else { return }
        state.pending.sort()
        for index in state.streams.indices { state.streams[index].merge(sorted: state.pending) }
        state.pending.removeAll(keepingCapacity: true)
    }
}

extension Summary: MetricChild {
    var exposedValue: ExposedValue {
        let now = monotonicSeconds()
        let quantiles = objectives.targets.map(\.quantile)
        return state.withLock { state in
            guard !state.streams.isEmpty else {
                return .summary(quantiles: [], values: [], count: state.count, sum: state.sum)
            }
            rotate(&state, now)
            let head = state.streams[state.head]
            return .summary(
                quantiles: quantiles,
                values: quantiles.map { head.value(at: $0) },
                count: state.count,
                sum: state.sum
            )
        }
    }
}
