package import LabelMatching
internal import PrometheusModel
package import Storage
internal import Synchronization

/// The exemplars of a database, in memory; the log restores them.
package final class ExemplarStore: ExemplarQueryable {
    private struct State {
        var ring: ExemplarRing
        /// How much older than the newest of its series an exemplar may be, in milliseconds.
        var window: Int64
    }

    private let state: Mutex<State>

    init(capacity: Int, window: Int64) {
        state = Mutex(State(ring: ExemplarRing(capacity: capacity), window: window))
    }

    /// What becomes of an exemplar; it is not stored.
    func verdict(on exemplar: Exemplar, of labels: Labels) -> ExemplarRing.Verdict {
        state.withLock { $0.ring.verdict(on: exemplar, of: labels, window: $0.window) }
    }

    /// Stores an exemplar, unless it is refused.
    func append(_ exemplar: Exemplar, of labels: Labels) -> ExemplarRing.Verdict {
        state.withLock { $0.ring.append(exemplar, of: labels, window: $0.window) }
    }

    /// All exemplars with their series, in the order in which they came.
    var inOrder: [(labels: Labels, exemplar: Exemplar)] { state.withLock { $0.ring.all } }

    /// Changes how many exemplars are kept, the oldest going first, and how much older than the newest one may be.
    package func update(capacity: Int, outOfOrderWindowMilliseconds window: Int64) {
        state.withLock {
            $0.window = max(0, window)
            _ = $0.ring.resize(to: capacity)
        }
    }

    package func exemplars(
        _ window: ClosedRange<Int64>,
        _ selectors: [[LabelMatcher]]
    ) throws(StorageError) -> [SeriesExemplars] {
        let found = state.withLock { state in
            state.ring.select(window) { labels in
                selectors.contains { $0.allSatisfy { $0.matches(labels) } }
            }
        }
        return found.sorted { $0.labels < $1.labels }.map {
            SeriesExemplars(labels: $0.labels, exemplars: $0.exemplars)
        }
    }

    /// The numbers now.
    package var statistics: ExemplarStatistics {
        // Inside the lock, so that the ring is not copied.
        state.withLock { state in
            var statistics = ExemplarStatistics()
            statistics.count = state.ring.count
            statistics.capacity = state.ring.capacity
            statistics.seriesCount = state.ring.seriesCount
            statistics.lastTimestampMilliseconds = state.ring.lastTimestamp
            statistics.appended = state.ring.appended
            statistics.outOfOrder = state.ring.outOfOrder
            return statistics
        }
    }
}
