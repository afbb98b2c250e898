/// The sizes that the command line sets for notifications.
package struct NotificationOptions: Sendable {
    /// `--alertmanager.notification-queue-capacity`, for each Alertmanager.
    package var queueCapacity = 10_000
    /// `--alertmanager.notification-batch-size`.
    package var batchSize = 256
    /// `--alertmanager.drain-notification-queue-on-shutdown`.
    package var drainsOnShutdown = true
    /// What the server calls itself.
    package var userAgent = "Prometheus"
    /// Where keys of Amazon's services are looked for that the configuration does not name.
    package var environment: @Sendable (String) -> String? = { _ in nil }

    package init() {}
}
