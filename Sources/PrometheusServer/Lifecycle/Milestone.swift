import Synchronization

/// Something that happens once and that others wait for: the storage is open, the configuration is applied.
final class Milestone: Sendable {
    private struct State {
        var isReached = false
        var nextWaiter = 0
        var waiters: [Int: CheckedContinuation<Void, Never>] = [:]
    }

    private let state = Mutex(State())

    /// Whether it has happened.
    var isReached: Bool { state.withLock { $0.isReached } }

    /// Tells that it has happened.
    func reach() {
        let waiters = state.withLock { state in
            state.isReached = true
            defer { state.waiters = [:] }
            return state.waiters.values
        }
        for waiter in waiters { waiter.resume() }
    }

    /// Returns when it has happened, or throws when the task is cancelled before.
    func wait() async throws(CancellationError) {
        let waiter = state.withLock { state in
            state.nextWaiter += 1
            return state.nextWaiter
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                // A cancellation that came first has left no continuation to resume: see it here.
                let goesOn = state.withLock { state in
                    if state.isReached || Task.isCancelled { return true }
                    state.waiters[waiter] = continuation
                    return false
                }
                if goesOn { continuation.resume() }
            }
        } onCancel: {
            state.withLock { $0.waiters.removeValue(forKey: waiter) }?.resume()
        }
        if !isReached { throw CancellationError() }
    }
}
