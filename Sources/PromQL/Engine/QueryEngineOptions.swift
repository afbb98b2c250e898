/// The settings of a query engine, as the command line gives them.
package struct QueryEngineOptions: Sendable {
    /// How long a sample stands for its series, `--query.lookback-delta`.
    package var lookbackMilliseconds: Int64 = 5 * 60 * 1000
    /// The most samples that a query may hold, `--query.max-samples`.
    package var maximumSamples = 50_000_000
    /// The longest time a query may take, its wait for a slot included, `--query.timeout`.
    package var timeoutMilliseconds: Int64 = 2 * 60 * 1000
    /// The most queries that are evaluated at the same time, `--query.max-concurrency`.
    package var maximumConcurrency = 20
    /// The step of subqueries that name none: the global evaluation interval.
    package var subqueryStepMilliseconds: Int64 = 60 * 1000
    /// Threads that evaluate; 0 for one a core.
    package var threads = 0
    /// Whether names are dropped at the end of a query only, `--enable-feature=promql-delayed-name-removal`.
    package var delaysNameRemoval = false
    /// Whether `rate` and the like take starts of counters for resets, `--enable-feature=use-start-timestamps`.
    package var usesStartTimestamps = false
    /// Whether series say what they are in labels, `--enable-feature=type-and-unit-labels`.
    package var hasTypeLabels = false
    /// Whether queries may count samples by steps, `--enable-feature=promql-per-step-stats`.
    package var allowsStepStatistics = false

    /// The gated parts of the language that queries may use.
    package var parser = ParserOptions()

    package init() {}
}
