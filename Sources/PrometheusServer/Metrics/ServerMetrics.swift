import PrometheusClient
import PrometheusModel

/// What the composition root itself measures.
struct ServerMetrics: Sendable {
    private let reloadSucceeded: Gauge
    private let reloadSeconds: Gauge

    /// Registers the metrics; `isReady` is asked each time.
    init(_ registry: Registry, isReady: @escaping @Sendable () -> Bool) throws(RegistrationError) {
        reloadSucceeded = try registry.gauge(
            "prometheus_config_last_reload_successful",
            help: "Whether the last configuration reload attempt was successful."
        )
        reloadSeconds = try registry.gauge(
            "prometheus_config_last_reload_success_timestamp_seconds",
            help: "Timestamp of the last successful configuration reload."
        )
        try registry.gauge(
            "prometheus_ready",
            help: "Whether Prometheus startup was fully completed and the server is ready for normal operation.",
            reading: { isReady() ? 1 : 0 }
        )
        try registry.gauges(
            "prometheus_build_info",
            help: "A metric with a constant '1' value labeled by version, revision, branch, goversion from which "
                + "prometheus was built, and the goos and goarch for the build.",
            labels: ["branch", "goarch", "goos", "goversion", "revision", "tags", "version"]
        )[
            ServerVersion.branch,
            ServerVersion.architecture,
            "linux",
            ServerVersion.compiler,
            ServerVersion.revision,
            "unknown",
            ServerVersion.version
        ].set(1)
        registry.registerProcessMetrics()
    }

    /// Counts an attempt to load the configuration.
    func reloaded(successfully isSuccess: Bool, clock: WallClock) {
        reloadSucceeded.set(isSuccess ? 1 : 0)
        if isSuccess { reloadSeconds.set(Double(clock.nowMilliseconds()) / 1000) }
    }
}
