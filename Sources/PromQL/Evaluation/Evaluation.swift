import Storage
import Synchronization

/// One run of a plan: what it reads from, its limits, and what it found out.
final class Evaluation: Sendable {
    let selections: [any SeriesSelection]
    let lookbackMilliseconds: Int64
    let delaysNameRemoval: Bool
    /// Whether the starts of counters count as resets.
    let usesStartTimestamps: Bool
    /// Whether series say what they are in the labels `__type__` and `__unit__`.
    let hasTypeLabels: Bool
    /// Whether the query is a range query, whose results have no order of their own.
    let isRange: Bool
    let limits: QueryLimits
    /// Threads that may help; `nil` to evaluate on the caller's alone.
    let helpers: ThreadPool?
    /// What it is going to cost, see `QueryRun.cost`.
    let cost: Int
    private let annotations = Mutex(Annotations())
    private let failure = Mutex<PromQLError?>(nil)
    private let queryableSamples = Atomic<Int>(0)
    private let samplesRead = Atomic<Int>(0)

    init(
        selections: [any SeriesSelection],
        lookbackMilliseconds: Int64,
        delaysNameRemoval: Bool,
        usesStartTimestamps: Bool,
        hasTypeLabels: Bool,
        isRange: Bool,
        limits: QueryLimits,
        helpers: ThreadPool?,
        cost: Int = 0
    ) {
        self.selections = selections
        self.lookbackMilliseconds = lookbackMilliseconds
        self.delaysNameRemoval = delaysNameRemoval
        self.usesStartTimestamps = usesStartTimestamps
        self.hasTypeLabels = hasTypeLabels
        self.isRange = isRange
        self.limits = limits
        self.helpers = helpers
        self.cost = cost
    }

    func annotate(_ change: (inout Annotations) -> Void) { annotations.withLock { change(&$0) } }

    var collectedAnnotations: Annotations { annotations.withLock { $0 } }

    /// Remembers why the query fails, for code that cannot throw.
    func fail(_ error: PromQLError) { failure.withLock { $0 = $0 ?? error } }

    /// Throws what code that cannot throw has found.
    func throwFailure() throws(PromQLError) {
        if let error = failure.withLock({ $0 }) { throw error }
    }

    /// Counts a row that is kept in memory from now on.
    func hold(_ row: borrowing SeriesRow) throws(PromQLError) { try limits.hold(row.weight) }

    /// The metric's name in annotations: none if it was dropped, unless that is delayed.
    func metricName(of row: borrowing SeriesRow) -> String {
        row.dropsName && !delaysNameRemoval ? "" : row.labels.metricName
    }

    /// Warns that a range query has no order to sort.
    func warnOfSorting(at position: Int) {
        annotate {
            $0.warn("sort is ineffective for range queries since results are always ordered by labels", at: position)
        }
    }

    /// Counts samples that a series contributed.
    func count(queryable: Int, read: Int) {
        queryableSamples.add(queryable, ordering: .relaxed)
        samplesRead.add(read, ordering: .relaxed)
    }

    var statistics: QueryStatistics {
        var result = QueryStatistics()
        result.totalQueryableSamples = queryableSamples.load(ordering: .relaxed)
        result.samplesRead = samplesRead.load(ordering: .relaxed)
        result.peakSamples = limits.peakSamples
        return result
    }
}
