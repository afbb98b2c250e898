internal import PrometheusClient
internal import HTTPServing
internal import Synchronization

/// How many connections there are and may be.
final class ConnectionCapacity: Sendable {
    private struct State {
        var count = 0
        var turn = 0
        /// Whether one was turned away.
        var isFull = false
    }

    private let maximum: Int
    private let metrics: ConnectionMetrics
    private let state = Mutex(State())

    init(_ maximum: Int, _ metrics: ConnectionMetrics) {
        self.maximum = max(1, maximum)
        self.metrics = metrics
    }

    /// Takes a place; `false` if there is none.
    func enter() -> Bool {
        state.withLock { state in
            state.isFull = state.count >= maximum
            if !state.isFull { state.count += 1 }
            return !state.isFull
        }
    }

    /// Says that a place taken belongs to a connection, and gives its number.
    func nextTurn() -> Int {
        metrics.accepted.increment()
        return state.withLock { state in
            state.turn &+= 1
            return state.turn
        }
    }

    /// Gives a place back that no connection came for.
    func leave() -> Bool {
        state.withLock { state in
            state.count -= 1
            defer { state.isFull = false }
            return state.isFull
        }
    }

    /// Gives the place of a connection back; `true` if somebody waits for one.
    func leaveConnection() -> Bool {
        metrics.closed.increment()
        return leave()
    }
}
