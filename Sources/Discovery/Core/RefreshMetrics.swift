internal import PrometheusClient

/// The metrics of all mechanisms that ask again and again, by mechanism.
struct RefreshMetrics: Sendable {
    let failures: CounterFamily
    let durations: SummaryFamily
    let histogram: HistogramFamily

    init(_ registry: Registry) throws(RegistrationError) {
        failures = try registry.counters(
            "prometheus_sd_refresh_failures_total",
            help: "Number of refresh failures for the given SD mechanism.",
            labels: ["mechanism"]
        )
        durations = try registry.summaries(
            "prometheus_sd_refresh_duration_seconds",
            help: "The duration of a refresh in seconds for the given SD mechanism.",
            labels: ["mechanism"],
            objectives: .standard
        )
        histogram = try registry.histograms(
            "prometheus_sd_refresh_duration_histogram_seconds",
            help: "The duration of a refresh for the given SD mechanism.",
            labels: ["mechanism"],
            buckets: [0.01, 0.1, 1, 10]
        )
    }
}
