import PrometheusModel
import Storage
import Synchronization
import TSDB

/// The database from before it is open: refuses everything until then, so that all parts can be put together first.
final class LateDatabase: SampleStore, Queryable {
    /// Holds the closure in a field: a closure as the mutex's own value would be wrapped once more by each access, and
    /// be the slower the more batches have come.
    private struct Observer: Sendable {
        let isTold: @Sendable (borrowing SampleBatch) -> Void
    }

    private let opened = Mutex<Database?>(nil)
    private let observer = Mutex<Observer?>(nil)

    /// The open database, `nil` before it is open and after it was closed.
    var database: Database? { opened.withLock { $0 } }

    /// Tells `observer` of each batch that was committed.
    func observe(_ observer: @escaping @Sendable (borrowing SampleBatch) -> Void) {
        self.observer.withLock { $0 = Observer(isTold: observer) }
    }

    /// Hands the open database in.
    func open(_ database: Database) { opened.withLock { $0 = database } }

    /// Takes the database out again and closes it.
    func close() throws(StorageError) {
        let database = opened.withLock { opened in
            defer { opened = nil }
            return opened
        }
        try database?.close()
    }

    func resolve(_ labels: [Labels]) throws(StorageError) -> [(reference: SeriesReference, isNew: Bool)] {
        try current().resolve(labels)
    }

    func commit(_ batch: borrowing SampleBatch) throws(StorageError) -> AppendOutcome {
        let outcome = try current().commit(batch)
        observer.withLock { $0 }?.isTold(batch)
        return outcome
    }

    func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier { try current().querier(window) }

    private func current() throws(StorageError) -> Database {
        guard let database else { throw .closed }
        return database
    }
}
