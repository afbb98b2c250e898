import Dispatch
package import Storage
import Synchronization

/// A store that lets no query read before it is opened, and counts those that wait.
///
/// It blocks the threads that ask: for tests of what happens to a query while it is being evaluated.
package final class GatedStore: Queryable {
    private let store: MemoryStore
    private let turnstile = DispatchSemaphore(value: 0)
    private let count = Atomic<Int>(0)

    package init(_ store: MemoryStore) { self.store = store }

    /// Lets all queries pass from now on.
    package func open() { turnstile.signal() }

    /// How many queries have come to the gate.
    package var arrived: Int { count.load(ordering: .relaxed) }

    package func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier {
        count.add(1, ordering: .relaxed)
        turnstile.wait()
        // Who has passed lets the next one through.
        turnstile.signal()
        return try store.querier(window)
    }
}
