import Synchronization

@testable import TSDB

/// System calls that refuse to write while they are told to.
final class FailingWrites: Sendable {
    private let failing = Atomic<Bool>(false)

    var isFailing: Bool {
        get { failing.load(ordering: .relaxed) }
        set { failing.store(newValue, ordering: .relaxed) }
    }

    var operations: WALFileOperations {
        var operations = WALFileOperations.system
        let write = operations.write
        operations.write = { [self] descriptor, bytes, offset in
            isFailing ? (-1, 28) : write(descriptor, bytes, offset)
        }
        return operations
    }
}
