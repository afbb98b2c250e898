package import PrometheusClient

/// The metrics of notifications, by Alertmanager URL.
package struct NotificationMetrics: Sendable {
    private let latency: SummaryFamily
    private let errors: CounterFamily
    private let sent: CounterFamily
    private let dropped: CounterFamily
    private let queueLength: GaugeFamily
    let queueCapacity: Gauge
    let discovered: Gauge

    package init(_ registry: Registry) throws(RegistrationError) {
        func counters(_ name: String, _ help: String) throws(RegistrationError) -> CounterFamily {
            try registry.counters("prometheus_notifications_\(name)", help: help, labels: ["alertmanager"])
        }
        latency = try registry.summaries(
            "prometheus_notifications_latency_seconds",
            help: "Latency quantiles for sending alert notifications.",
            labels: ["alertmanager"],
            objectives: .standard
        )
        errors = try counters("errors_total", "Total number of sent alerts affected by errors.")
        sent = try counters("sent_total", "Total number of alerts sent.")
        dropped = try counters(
            "dropped_total",
            "Total number of alerts dropped due to errors when sending to Alertmanager."
        )
        queueLength = try registry.gauges(
            "prometheus_notifications_queue_length",
            help: "The number of alert notifications in the queue.",
            labels: ["alertmanager"]
        )
        queueCapacity = try registry.gauge(
            "prometheus_notifications_queue_capacity",
            help: "The capacity of the alert notifications queue."
        )
        discovered = try registry.gauge(
            "prometheus_notifications_alertmanagers_discovered",
            help: "The number of alertmanagers discovered and active."
        )
    }

    /// The metrics of an Alertmanager, exposed from now on.
    func alertmanager(_ url: String) -> AlertmanagerMetrics {
        AlertmanagerMetrics(
            latency: latency[url],
            errors: errors[url],
            sent: sent[url],
            dropped: dropped[url],
            queueLength: queueLength[url]
        )
    }

    /// Stops exposing the metrics of an Alertmanager.
    func remove(_ url: String) {
        for family in [errors, sent, dropped] { family.remove(url) }
        latency.remove(url)
        queueLength.remove(url)
    }
}
