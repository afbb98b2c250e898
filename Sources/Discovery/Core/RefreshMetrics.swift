internal import PrometheusClient
internal import Synchronization

/// The metrics of all mechanisms that ask again and again, by mechanism and user.
final class RefreshMetrics: Sendable {
    let failures: CounterFamily
    let durations: SummaryFamily
    let histogram: HistogramFamily
    /// How many providers write to the series of a mechanism and user.
    private let writers = Mutex<[[String]: Int]>([:])

    init(_ registry: Registry) throws(RegistrationError) {
        failures = try registry.counters(
            "prometheus_sd_refresh_failures_total",
            help: "Number of refresh failures for the given SD mechanism.",
            labels: ["mechanism", "config"]
        )
        durations = try registry.summaries(
            "prometheus_sd_refresh_duration_seconds",
            help: "The duration of a refresh in seconds for the given SD mechanism.",
            labels: ["mechanism", "config"],
            objectives: .standard
        )
        histogram = try registry.histograms(
            "prometheus_sd_refresh_duration_histogram_seconds",
            help: "The duration of a refresh for the given SD mechanism.",
            labels: ["mechanism"],
            buckets: [0.01, 0.1, 1, 10]
        )
    }

    /// Makes the series of a provider.
    func begin(_ mechanism: String, _ configuration: String) {
        writers.withLock { $0[[mechanism, configuration], default: 0] += 1 }
        failures[mechanism, configuration].increment(by: 0)
        _ = durations[mechanism, configuration]
        _ = histogram[mechanism]
    }

    /// Drops the series of a provider that ended, unless another writes to them.
    func end(_ mechanism: String, _ configuration: String) {
        let isLast = writers.withLock { writers in
            let left = (writers[[mechanism, configuration]] ?? 1) - 1
            writers[[mechanism, configuration]] = left > 0 ? left : nil
            return left <= 0
        }
        guard isLast else { return }
        failures.remove(mechanism, configuration)
        durations.remove(mechanism, configuration)
    }
}
