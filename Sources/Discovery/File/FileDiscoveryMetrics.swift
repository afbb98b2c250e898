internal import PrometheusClient

/// The metrics of file discovery.
struct FileDiscoveryMetrics: Sendable {
    let modificationTimes: GaugeFamily
    let readErrors: Counter
    let watcherErrors: Counter
    let scanDuration: Summary

    init(_ registry: Registry) throws(RegistrationError) {
        modificationTimes = try registry.gauges(
            "prometheus_sd_file_mtime_seconds",
            help: "Timestamp (mtime) of files read by FileSD. Timestamp is set at read time.",
            labels: ["filename"]
        )
        readErrors = try registry.counter(
            "prometheus_sd_file_read_errors_total",
            help: "The number of File-SD read errors."
        )
        watcherErrors = try registry.counter(
            "prometheus_sd_file_watcher_errors_total",
            help: "The number of File-SD errors caused by filesystem watch failures."
        )
        scanDuration = try registry.summary(
            "prometheus_sd_file_scan_duration_seconds",
            help: "The duration of the File-SD scan in seconds.",
            objectives: .standard
        )
    }
}
