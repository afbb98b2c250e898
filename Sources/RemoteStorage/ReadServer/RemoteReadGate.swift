internal import PrometheusClient
internal import Synchronization

/// Lets a number of remote reads in at one time; the others wait in the order in which they came.
final class RemoteReadGate: Sendable {
    private struct State {
        var running = 0
        var nextID = 0
        var waiting: [(id: Int, continuation: CheckedContinuation<Bool, Never>)] = []
    }

    private let limit: Int
    private let queries: Gauge
    private let state = Mutex(State())

    /// `queries` shows how many are in or wait; a limit of 0 is none.
    init(limit: Int, queries: Gauge) {
        self.limit = limit
        self.queries = queries
    }

    /// Waits for a place, which is held as long as the result lives.
    /// - Throws: when the task is cancelled.
    func enter() async throws(CancellationError) -> Place {
        queries.increment()
        guard await isAdmitted() else {
            queries.decrement()
            throw CancellationError()
        }
        return Place(self)
    }

    private func isAdmitted() async -> Bool {
        let id = state.withLock { state in
            state.nextID += 1
            return state.nextID
        }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let answer: Bool? = state.withLock { state in
                    if Task.isCancelled { return false }
                    if limit == 0 || state.running < limit {
                        state.running += 1
                        return true
                    }
                    state.waiting.append((id, continuation))
                    return nil
                }
                if let answer { continuation.resume(returning: answer) }
            }
        } onCancel: {
            let waiter = state.withLock { state in
                state.waiting.firstIndex { $0.id == id }.map { state.waiting.remove(at: $0).continuation }
            }
            waiter?.resume(returning: false)
        }
    }

    private func leave() {
        queries.decrement()
        let next: CheckedContinuation<Bool, Never>? = state.withLock { state in
            // The place goes to the next one without being free in between.
            if !state.waiting.isEmpty { return state.waiting.removeFirst().continuation }
            state.running -= 1
            return nil
        }
        next?.resume(returning: true)
    }

    /// A place in the gate, given back when the last one lets go of it.
    final class Place: Sendable {
        private let gate: RemoteReadGate

        fileprivate init(_ gate: RemoteReadGate) { self.gate = gate }

        deinit { gate.leave() }
    }
}
