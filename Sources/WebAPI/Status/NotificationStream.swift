internal import HTTPServing
internal import PrometheusClient
internal import PrometheusModel

/// The notifications as server-sent events: those that are active at first, then each one that comes or goes.
final class NotificationStream: Sendable {
    /// How long it takes at most until a change is told.
    private static let interval = Duration.milliseconds(200)

    private let subscribers: NotificationSubscribers
    private let metrics: NotificationStreamMetrics?
    private let current: @Sendable () -> [ServerNotification]
    private let told: NotificationHistory

    /// `nil` if there are as many subscribers as there may be.
    init?(
        _ subscribers: NotificationSubscribers,
        _ metrics: NotificationStreamMetrics?,
        _ current: @escaping @Sendable () -> [ServerNotification]
    ) {
        guard subscribers.enter() else { return nil }
        self.metrics = metrics
        metrics?.subscribers.increment()
        self.subscribers = subscribers
        self.current = current
        told = NotificationHistory()
    }

    deinit {
        subscribers.leave()
        metrics?.subscribers.decrement()
    }

    /// The next events, or nothing after a while without any; `nil` when there will be none.
    func next() async -> [UInt8]? {
        let first = told.isFirst
        if !first {
            do { try await Task.sleep(for: Self.interval) } catch { return nil }
        }
        let events = told.events(for: current())
        if !events.bytes.isEmpty { metrics?.sent.increment(by: events.count) }
        return events.bytes
    }
}
