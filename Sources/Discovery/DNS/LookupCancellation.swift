internal import Synchronization

/// Tells a lookup that waits on a thread that nobody wants it any more.
final class LookupCancellation: Sendable {
    private let state = Atomic(false)

    var isCancelled: Bool { state.load(ordering: .relaxed) }

    func cancel() { state.store(true, ordering: .relaxed) }
}
