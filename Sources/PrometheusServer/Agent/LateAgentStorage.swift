import PrometheusModel
import Storage
import Synchronization
import TSDB

/// The agent's storage from before it is open: refuses everything until then, so that all parts can be put together first.
final class LateAgentStorage: SampleStore, Queryable {
    private let opened = Mutex<AgentStorage?>(nil)
    private let observer = Mutex<(@Sendable (borrowing SampleBatch) -> Void)?>(nil)

    /// The open storage, `nil` before it is open and after it was closed.
    var storage: AgentStorage? { opened.withLock { $0 } }

    /// Tells `observer` of each batch that was committed.
    func observe(_ observer: @escaping @Sendable (borrowing SampleBatch) -> Void) {
        self.observer.withLock { $0 = observer }
    }

    /// Hands the open storage in.
    func open(_ storage: AgentStorage) { opened.withLock { $0 = storage } }

    /// Takes the storage out again and closes it.
    func close() throws(StorageError) {
        let storage = opened.withLock { opened in
            defer { opened = nil }
            return opened
        }
        try storage?.close()
    }

    func resolve(_ labels: [Labels]) throws(StorageError) -> [(reference: SeriesReference, isNew: Bool)] {
        try current().resolve(labels)
    }

    func commit(_ batch: borrowing SampleBatch) throws(StorageError) -> AppendOutcome {
        let outcome = try current().commit(batch)
        observer.withLock { $0 }?(batch)
        return outcome
    }

    func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier { try current().querier(window) }

    private func current() throws(StorageError) -> AgentStorage {
        guard let storage else { throw .closed }
        return storage
    }
}
