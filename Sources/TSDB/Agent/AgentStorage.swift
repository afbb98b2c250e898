package import PrometheusModel
package import Storage
internal import Synchronization

/// The storage of an agent: a write-ahead log that remote write reads, and of its series what appending needs.
///
/// Nothing can be queried.
package final class AgentStorage: SampleStore, Queryable {
    /// What queries are answered with.
    private static let refusal = StorageError.corrupt("unsupported operation with WAL-only storage")

    let state: Mutex<AgentState>
    let options: AgentOptions
    let files: FileOperations
    private let lock: DirectoryLock?

    init(_ state: consuming AgentState, _ options: AgentOptions, _ files: FileOperations, _ lock: DirectoryLock?) {
        self.state = Mutex(state)
        self.options = options
        self.files = files
        self.lock = lock
    }

    /// Flushes the log, syncs it and releases the directory.
    ///
    /// A closed storage refuses commits.
    package func close() throws(StorageError) {
        try state.withLock { state throws(StorageError) in
            if let log = state.log.take() { try log.close() }
        }
        lock?.release()
    }

    /// The numbers now.
    package var statistics: AgentStatistics {
        state.withLock { state in
            var statistics = state.statistics
            statistics.activeSeries = state.series.count
            statistics.deletedSeries = state.deleted.count
            return statistics
        }
    }

    /// The gauge `prometheus_agent_clean_start`: 1 after a clean stop, 0 after a crash, −1 without a lock file.
    package var cleanStart: Int { lock.map { $0.wasLeftBehind ? 0 : 1 } ?? -1 }

    package func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier { throw Self.refusal }

    package func resolve(_ labels: [Labels]) throws(StorageError) -> [(reference: SeriesReference, isNew: Bool)] {
        try state.withLock { state throws(StorageError) in
            guard state.log != nil else { throw .closed }
            state.records.removeAll()
            var results: [(reference: SeriesReference, isNew: Bool)] = []
            for set in labels {
                if let known = state.references[set] {
                    results.append((SeriesReference(known), false))
                    continue
                }
                let reference = state.nextReference
                state.add(set, reference)
                state.records.appendSeries(reference, set)
                results.append((SeriesReference(reference), true))
            }
            guard !state.records.isEmpty else { return results }
            do throws(StorageError) {
                try state.log?.log(state.records)
            } catch {
                // The log does not know them: neither must we.
                for (result, set) in zip(results, labels) where result.isNew {
                    state.series[result.reference.rawValue] = nil
                    state.references[set] = nil
                }
                throw error
            }
            return results
        }
    }
}
