import Synchronization

@testable import TSDB

/// Changes to files that are refused from the n-th on, as if the process had ended there.
final class StoppingFiles: Sendable {
    private let left: Mutex<Int?>
    private let reached = Mutex(false)

    init(after count: Int) { left = Mutex(count) }

    /// Whether changes are refused now.
    var isStopped: Bool { left.withLock { $0 == 0 } && wasReached }

    /// Whether any change was refused.
    var wasReached: Bool { reached.withLock { $0 } }

    /// Allows everything from now on.
    func release() { left.withLock { $0 = nil } }

    var operations: FileOperations {
        FileOperations { [self] _, _ in
            left.withLock { left in
                guard let count = left else { return .allowed }
                guard count > 0 else {
                    reached.withLock { $0 = true }
                    return .refused(5)
                }
                left = count - 1
                return .allowed
            }
        }
    }
}
