import Synchronization

/// The place of one query in the queue for a slot.
final class QueueTicket: Sendable {
    /// How the wait ended.
    enum Outcome: Sendable {
        case admitted
        case expired
        case canceled
    }

    private struct State {
        var outcome: Outcome?
        var continuation: CheckedContinuation<Outcome, Never>?
    }

    private let state = Mutex(State())

    /// Ends the wait unless it is over already; `false` if it was.
    @discardableResult
    func settle(_ outcome: Outcome) -> Bool {
        let (isFirst, continuation) = state.withLock { state in
            guard state.outcome == nil else {
                return (false, nil as CheckedContinuation<Outcome, Never>?)
            }
            state.outcome = outcome
            defer { state.continuation = nil }
            return (true, state.continuation)
        }
        continuation?.resume(returning: outcome)
        return isFirst
    }

    /// Waits until the ticket is settled; cancelling the task settles it.
    func outcome() async -> Outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let known = state.withLock { state in
                    if state.outcome == nil { state.continuation = continuation }
                    return state.outcome
                }
                if let known { continuation.resume(returning: known) }
            }
        } onCancel: {
            settle(.canceled)
        }
    }
}
