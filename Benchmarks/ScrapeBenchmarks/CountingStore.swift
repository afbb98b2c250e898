import PrometheusModel
import Storage
import Synchronization

/// A store that only counts.
final class CountingStore: SampleStore {
    private struct State {
        var series: UInt64 = 0
        var commits = 0
        var samples = 0
        var resolveCalls = 0
        var watcher: (commits: Int, continuation: CheckedContinuation<Void, Never>)?
    }

    private let state = Mutex(State())
    private let limit: Int

    init(limit: Int) { self.limit = limit }

    var commits: Int { state.withLock { $0.commits } }
    var samples: Int { state.withLock { $0.samples } }
    var resolveCalls: Int { state.withLock { $0.resolveCalls } }

    func resolve(_ labels: [Labels]) throws(StorageError) -> [(reference: SeriesReference, isNew: Bool)] {
        state.withLock { state in
            state.resolveCalls += 1
            return labels.map { _ in
                state.series += 1
                return (SeriesReference(state.series), true)
            }
        }
    }

    func commit(_ batch: borrowing SampleBatch) throws(StorageError) -> AppendOutcome {
        let count = batch.count
        let watcher = state.withLock { state -> CheckedContinuation<Void, Never>? in
            state.commits += 1
            state.samples += count
            guard let watcher = state.watcher, state.commits >= watcher.commits else { return nil }
            state.watcher = nil
            return watcher.continuation
        }
        watcher?.resume()
        return AppendOutcome()
    }

    /// Returns when so many batches were committed.
    func waitFor(commits: Int) async {
        await withCheckedContinuation { continuation in
            let isReached = state.withLock { state in
                if state.commits < commits { state.watcher = (commits, continuation) }
                return state.commits >= commits
            }
            if isReached { continuation.resume() }
        }
    }
}
