internal import PrometheusClient

/// The metrics of Kuma discovery.
struct KumaMetrics: Sendable {
    let failures: Counter
    let skippedUpdates: Counter
    let durations: Summary

    init(_ registry: Registry) throws(RegistrationError) {
        failures = try registry.counter(
            "prometheus_sd_kuma_fetch_failures_total",
            help: "The number of Kuma MADS fetch call failures."
        )
        skippedUpdates = try registry.counter(
            "prometheus_sd_kuma_fetch_skipped_updates_total",
            help: "The number of Kuma MADS fetch calls that result in no updates to the targets."
        )
        durations = try registry.summary(
            "prometheus_sd_kuma_fetch_duration_seconds",
            help: "The duration of a Kuma MADS fetch call.",
            objectives: .standard
        )
    }
}
