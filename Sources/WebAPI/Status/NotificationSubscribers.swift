internal import Synchronization

/// Counts the clients that follow notifications, up to a number.
final class NotificationSubscribers: Sendable {
    private let maximum: Int
    private let count = Mutex(0)

    init(maximum: Int) { self.maximum = maximum }

    /// Takes a place; `false` if there is none.
    func enter() -> Bool {
        count.withLock { count in
            guard count < maximum else { return false }
            count += 1
            return true
        }
    }

    /// Gives a place back.
    func leave() { count.withLock { $0 -= 1 } }
}
