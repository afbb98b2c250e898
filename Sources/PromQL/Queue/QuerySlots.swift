import Synchronization

/// Lets a limited number of queries run at the same time; the others wait, first come first served.
final class QuerySlots: Sendable {
    private struct State {
        var running = 0
        var waiting: [QueueTicket] = []
    }

    let limit: Int
    private let state = Mutex(State())

    init(limit: Int) { self.limit = max(1, limit) }

    /// The numbers of queries that run and that wait.
    var occupancy: (running: Int, waiting: Int) { state.withLock { ($0.running, $0.waiting.count) } }

    /// Takes a slot if one is free; it must be given back with `release`.
    func acquireNow() -> Bool {
        state.withLock { state in
            guard state.running < limit else { return false }
            state.running += 1
            return true
        }
    }

    /// Waits for a slot, until `deadline` at most; each slot must be given back with `release`.
    func acquire(deadline: ContinuousClock.Instant) async throws(PromQLError) {
        let ticket = state.withLock { state -> QueueTicket? in
            guard state.running >= limit else {
                state.running += 1
                return nil
            }
            let ticket = QueueTicket()
            state.waiting.append(ticket)
            return ticket
        }
        guard let ticket else { return }
        let outcome = await Self.outcome(of: ticket, deadline)
        guard outcome != .admitted else { return }
        state.withLock { $0.waiting.removeAll { $0 === ticket } }
        throw outcome == .expired ? .queueDeadline : .canceled(stage: "query queue")
    }

    /// Gives a slot back, to the first one that still waits.
    func release() {
        while true {
            let next = state.withLock { state -> QueueTicket? in
                guard state.waiting.isEmpty else { return state.waiting.removeFirst() }
                state.running -= 1
                return nil
            }
            guard let next, !next.settle(.admitted) else { return }
        }
    }

    private static func outcome(
        of ticket: QueueTicket,
        _ deadline: ContinuousClock.Instant
    ) async -> QueueTicket.Outcome {
        await withTaskGroup(of: Void.self) { group in
            group.addTask {
                // A sleep that is broken off says nothing: either the wait is over, or its own task settles it.
                do { try await Task.sleep(until: deadline, clock: .continuous) } catch { return }
                ticket.settle(.expired)
            }
            let outcome = await ticket.outcome()
            group.cancelAll()
            return outcome
        }
    }
}
