/// Sends alerts to every Alertmanager: keeps a queue for each.
package final class NotificationCoordinator: Sendable {
    package init() {}

    /// Sends until the task is cancelled.
    package func run() async {}

    /// The Alertmanagers as they are known now.
    package func alertmanagers() -> AlertmanagerStatus { AlertmanagerStatus(active: [], dropped: []) }
}
