internal import PrometheusClient

/// The metrics of writing some series of the head to blocks before their time.
struct SeriesCompactionMetrics: Sendable {
    let triggered: Counter
    let failed: Counter
    let seconds: Histogram

    /// The metrics of a kind of series: `stale` or `selected`.
    init(_ registry: Registry, _ kind: String) throws(RegistrationError) {
        let name = "prometheus_tsdb_\(kind)_series"
        triggered = try registry.counter(
            "\(name)_compactions_triggered_total",
            help: "Total number of triggered \(kind) series compactions."
        )
        failed = try registry.counter(
            "\(name)_compactions_failed_total",
            help: "Total number of \(kind) series compactions that failed."
        )
        seconds = try registry.histogram(
            "\(name)_compaction_duration_seconds",
            help: "Duration of \(kind) series compaction runs.",
            buckets: .exponential(start: 1, factor: 2, count: 14)
        )
    }
}
