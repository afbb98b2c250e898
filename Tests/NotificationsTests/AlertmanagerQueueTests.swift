import Discovery
import HTTPClients
import Logging
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import Testing

@testable import Notifications

/// How queues end: with the server, and because their Alertmanager vanished.
@Suite struct AlertmanagerQueueTests {
    private let registry = Registry()
    private let alertmanager = HeldAlertmanager()
    private static let url = "http://am:9093/api/v2/alerts"
    private static let group = TargetGroup(source: "0", targets: [["__address__": "am:9093"]])
    private static let alert = AlertNotification(
        labels: ["alertname": "Down"],
        annotations: [:],
        startsAtMilliseconds: 0,
        endsAtMilliseconds: 1,
        generatorURL: ""
    )

    /// A coordinator with five alerts in the queue of one Alertmanager, to be sent two at a time.
    private func coordinator(drains: Bool) throws -> NotificationCoordinator {
        var options = NotificationOptions()
        options.batchSize = 2
        options.drainsOnShutdown = drains
        let coordinator = NotificationCoordinator(
            options: options,
            metrics: try NotificationMetrics(registry),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            makeClient: { [alertmanager] _ in alertmanager }
        )
        var settings = AlertingSettings()
        settings.alertmanagers = [AlertmanagerSettings()]
        coordinator.apply(try coordinator.prepare(settings), externalLabels: [:])
        coordinator.update(["config-0": [Self.group]])
        coordinator.send(Array(repeating: Self.alert, count: 5))
        return coordinator
    }

    private func value(_ name: String) -> Double? {
        let prefix = "prometheus_notifications_\(name){alertmanager=\"\(Self.url)\"} "
        let line = String(decoding: registry.text(), as: UTF8.self).split(separator: "\n").first {
            $0.hasPrefix(prefix)
        }
        return line.flatMap { Double($0.dropFirst(prefix.count)) }
    }

    /// Runs the coordinator, calls `change` while the first request is under way, and ends it; all queues end first.
    private func run(_ coordinator: NotificationCoordinator, _ change: () -> Void = {}) async {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await coordinator.run() }
            while alertmanager.requestCount == 0 { await Task.yield() }
            change()
            tasks.cancelAll()
            alertmanager.release()
        }
    }

    @Test func `a shutdown sends what waits, with a client that honours cancellation`() async throws {
        await run(try coordinator(drains: true))
        #expect(alertmanager.answerCount == 3)
        #expect(value("sent_total") == 5)
        #expect(value("dropped_total") == 0)
        #expect(value("queue_length") == 0)
    }

    @Test func `without draining a shutdown waits for the request under way and drops the rest`() async throws {
        await run(try coordinator(drains: false))
        #expect(alertmanager.answerCount == 1)
        #expect(value("sent_total") == 2)
        #expect(value("errors_total") == 0)
        #expect(value("dropped_total") == 3)
        #expect(value("queue_length") == 0)
    }

    @Test(arguments: [(true, 3), (false, 1)])
    func `the queue of a vanished Alertmanager ends alike, between two batches`(
        drains: Bool,
        requests: Int
    ) async throws {
        let coordinator = try coordinator(drains: drains)
        await run(coordinator) {
            coordinator.update(["config-0": []])
            #expect(value("queue_length") == nil)
            coordinator.send([Self.alert])
        }
        #expect(alertmanager.requestCount == requests)
        #expect(alertmanager.answerCount == requests)
        // What the queue counted at its end does not bring its metrics back.
        #expect(value("sent_total") == nil)
    }

    @Test func `a batch larger than the queue loses its oldest alerts and those that waited`() async throws {
        let metrics = try NotificationMetrics(registry)
        var options = NotificationOptions()
        options.queueCapacity = 3
        let queue = AlertmanagerQueue(
            url: Self.url,
            client: alertmanager,
            timeout: .seconds(1),
            options: options,
            metrics: metrics.alertmanager(Self.url),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        queue.add([Self.alert, Self.alert])
        queue.add(Array(repeating: Self.alert, count: 5))
        #expect(value("dropped_total") == 4)
        #expect(value("queue_length") == 3)
        queue.stop()
        queue.add([Self.alert])
        #expect(value("queue_length") == 3)
        alertmanager.release()
        await queue.run()
        #expect(value("sent_total") == 3)
        #expect(value("queue_length") == 0)
    }
}
