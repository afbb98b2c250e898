import NIOCore
import Synchronization

/// How many connections there are over all addresses, and may be.
final class ConnectionCount: Sendable {
    private struct State {
        var count = 0
        var listeners: [any Channel] = []
    }

    private let maximum: Int
    private let state = Mutex(State())

    init(maximum: Int) { self.maximum = max(1, maximum) }

    var isFull: Bool { state.withLock { $0.count >= maximum } }

    /// Adds an address that is to hear of free places.
    func add(_ listener: any Channel) { state.withLock { $0.listeners.append(listener) } }

    func enter() { state.withLock { $0.count += 1 } }

    /// Gives a place back, and wakes the addresses that may have stopped for want of one: each knows of its own only.
    func leave() {
        let waiting = state.withLock { state in
            state.count -= 1
            return state.count == maximum - 1 && state.listeners.count > 1 ? state.listeners : []
        }
        for listener in waiting { listener.read() }
    }
}
