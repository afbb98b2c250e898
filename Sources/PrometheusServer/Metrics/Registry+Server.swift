import PrometheusClient

extension Registry {
    /// Exposes what the composition root itself measures, read each time.
    func registerServerMetrics(
        _ configuration: LoadedConfiguration,
        isReady: @escaping @Sendable () -> Bool
    ) throws(RegistrationError) {
        try gauge(
            "prometheus_config_last_reload_successful",
            help: "Whether the last configuration reload attempt was successful.",
            reading: { configuration.outcome.succeeded ? 1 : 0 }
        )
        try gauge(
            "prometheus_config_last_reload_success_timestamp_seconds",
            help: "Timestamp of the last successful configuration reload.",
            reading: { Double(configuration.outcome.lastSuccessMilliseconds) / 1000 }
        )
        try gauge(
            "prometheus_ready",
            help: "Whether Prometheus startup was fully completed and the server is ready for normal operation.",
            reading: { isReady() ? 1 : 0 }
        )
        try gauges(
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
        registerProcessMetrics()
    }
}
