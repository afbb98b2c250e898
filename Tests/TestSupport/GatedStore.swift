package import Storage
import Synchronization

/// A store that lets no query read before it is opened, and counts those that wait.
///
/// It blocks the threads that ask: for tests of what happens to a query while it is being evaluated.
package final class GatedStore: Queryable {
    private struct State {
        var isOpen = false
        var arrived = 0
    }

    private let store: MemoryStore
    private let state = Mutex(State())

    package init(_ store: MemoryStore) { self.store = store }

    /// Lets all queries pass from now on.
    package func open() { state.withLock { $0.isOpen = true } }

    /// How many queries have come to the gate.
    package var arrived: Int { state.withLock { $0.arrived } }

    package func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier {
        state.withLock { $0.arrived += 1 }
        while !state.withLock({ $0.isOpen }) { yieldThread() }
        return try store.querier(window)
    }
}
