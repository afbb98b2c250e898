import Storage

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
    /// Where samples are counted.
    let counts: SampleCounts
    private let notes: EvaluationNotes

    init(
        selections: [any SeriesSelection],
        lookbackMilliseconds: Int64,
        delaysNameRemoval: Bool,
        usesStartTimestamps: Bool,
        hasTypeLabels: Bool,
        isRange: Bool,
        limits: QueryLimits,
        helpers: ThreadPool?,
        cost: Int = 0,
        countsSteps: Bool = false
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
        counts = SampleCounts(isPerStep: countsSteps)
        notes = EvaluationNotes()
    }

    /// The same evaluation for a part whose samples are counted apart.
    private init(_ whole: Evaluation, _ counts: SampleCounts) {
        selections = whole.selections
        lookbackMilliseconds = whole.lookbackMilliseconds
        delaysNameRemoval = whole.delaysNameRemoval
        usesStartTimestamps = whole.usesStartTimestamps
        hasTypeLabels = whole.hasTypeLabels
        isRange = whole.isRange
        limits = whole.limits
        helpers = whole.helpers
        cost = whole.cost
        notes = whole.notes
        self.counts = counts
    }

    /// The same evaluation for a part whose samples are counted apart.
    func counting(in counts: SampleCounts) -> Evaluation { Evaluation(self, counts) }

    func annotate(_ change: (inout Annotations) -> Void) { notes.annotate(change) }

    var collectedAnnotations: Annotations { notes.collectedAnnotations }

    /// Remembers why the query fails, for code that cannot throw.
    func fail(_ error: PromQLError) { notes.fail(error) }

    /// Throws what code that cannot throw has found.
    func throwFailure() throws(PromQLError) { try notes.throwFailure() }

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

    var statistics: QueryStatistics {
        var result = QueryStatistics()
        let total = counts.total
        result.totalQueryableSamples = total.queryable
        result.samplesRead = total.read
        result.peakSamples = limits.peakSamples
        return result
    }

    /// The statistics of a whole query, by steps too if they were counted so.
    func statistics(_ grid: StepGrid) -> QueryStatistics {
        var result = statistics
        guard counts.isPerStep else { return result }
        result.steps = counts.steps(grid.count).prefix(grid.count).enumerated().map { step, pair in
            QueryStatistics.Step(
                timestamp: grid[step],
                totalQueryableSamples: pair.queryable,
                samplesRead: pair.read
            )
        }
        return result
    }
}
