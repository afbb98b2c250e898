internal import Synchronization

/// How many rules may be evaluated beside the ones that their groups evaluate themselves.
package final class EvaluationSlots: Sendable {
    private let free: Mutex<Int>

    package init(_ count: Int) { free = Mutex(count) }

    /// Takes a slot if there is one; never waits.
    func take() -> Bool {
        free.withLock { free in
            guard free > 0 else { return false }
            free -= 1
            return true
        }
    }

    /// Gives a slot back.
    func giveBack() { free.withLock { $0 += 1 } }
}
