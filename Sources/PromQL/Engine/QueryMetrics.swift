package import PrometheusClient

/// The metrics of the query engine.
package struct QueryMetrics: Sendable {
    let queries: Gauge
    let concurrentMaximum: Gauge
    let queueTime: Summary
    let prepareTime: Summary
    let innerEvaluation: Summary
    let resultSort: Summary
    let samples: Counter
    let samplesRead: Counter
    let logIsEnabled: Gauge
    let logFailures: Counter

    package init(_ registry: Registry) throws(RegistrationError) {
        func name(_ rest: String) -> String { "prometheus_engine_\(rest)" }
        queries = try registry.gauge(
            name("queries"),
            help: "The current number of queries being executed or waiting."
        )
        concurrentMaximum = try registry.gauge(
            name("queries_concurrent_max"),
            help: "The max number of concurrent queries."
        )
        let durations = try registry.summaries(
            name("query_duration_seconds"),
            help: "Query timings",
            labels: ["slice"],
            objectives: .standard
        )
        queueTime = durations["queue_time"]
        prepareTime = durations["prepare_time"]
        innerEvaluation = durations["inner_eval"]
        resultSort = durations["result_sort"]
        samples = try registry.counter(
            name("query_samples_total"),
            help: "The total number of samples loaded by all queries."
        )
        samplesRead = try registry.counter(
            name("query_samples_read_total"),
            help: "The total number of samples read by all queries, each counted once."
        )
        logIsEnabled = try registry.gauge(name("query_log_enabled"), help: "State of the query log.")
        logFailures = try registry.counter(name("query_log_failures_total"), help: "The number of query log failures.")
    }

    /// Takes what a query cost.
    func observe(_ outcome: QueryOutcome) {
        let statistics = outcome.statistics
        let timings = statistics.timings
        queueTime.observe(timings.execQueueTime)
        if outcome.reached.rawValue >= QueryOutcome.Slice.preparation.rawValue {
            prepareTime.observe(timings.queryPreparationTime)
        }
        if outcome.reached.rawValue >= QueryOutcome.Slice.evaluation.rawValue {
            innerEvaluation.observe(timings.innerEvalTime)
        }
        if outcome.reached == .sorting { resultSort.observe(timings.resultSortTime) }
        samples.increment(by: statistics.totalQueryableSamples)
        samplesRead.increment(by: statistics.samplesRead)
    }
}
