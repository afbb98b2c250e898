package import PrometheusClient

/// What is measured of the clients that follow notifications.
package struct NotificationStreamMetrics: Sendable {
    let subscribers: Gauge
    let sent: Counter

    package init(_ registry: Registry) throws(RegistrationError) {
        subscribers = try registry.gauge(
            "prometheus_api_notification_active_subscribers",
            help: "The current number of active notification subscribers."
        )
        sent = try registry.counter(
            "prometheus_api_notification_updates_sent_total",
            help: "Total number of notification updates sent."
        )
        // A stream tells what changed since it was read last: nothing waits in a queue that could be full.
        _ = try registry.counter(
            "prometheus_api_notification_updates_dropped_total",
            help: "Total number of notification updates dropped."
        )
    }
}
