import Discovery
import HTTPClients
import LabelMatching
import Logging
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import Testing

@testable import Notifications

@Suite struct NotificationCoordinatorTests {
    private let registry = Registry()
    private let alertmanager = FakeAlertmanager()

    private func coordinator(_ options: NotificationOptions = NotificationOptions()) throws -> NotificationCoordinator {
        NotificationCoordinator(
            options: options,
            metrics: try NotificationMetrics(registry),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            makeClient: { [alertmanager] _ in alertmanager }
        )
    }

    private func settings(_ change: (inout AlertmanagerSettings) -> Void = { _ in }) -> AlertingSettings {
        var element = AlertmanagerSettings()
        change(&element)
        var settings = AlertingSettings()
        settings.alertmanagers = [element]
        return settings
    }

    private func apply(
        _ settings: AlertingSettings,
        to coordinator: NotificationCoordinator,
        externalLabels: Labels = [:]
    ) throws {
        coordinator.apply(try coordinator.prepare(settings), externalLabels: externalLabels)
    }

    private static let group = TargetGroup(source: "0", targets: [["__address__": "am:9093"]])
    private static let alert = AlertNotification(
        labels: ["alertname": "Down", "job": "j"],
        annotations: ["summary": "it \"is\" down"],
        startsAtMilliseconds: 1_704_204_245_678,
        endsAtMilliseconds: 1_704_204_485_678,
        generatorURL: "http://p/graph?g0.expr=up&g0.tab=1"
    )

    private func metrics() -> String { String(decoding: registry.text(), as: UTF8.self) }

    @Test func `alerts are posted as the API v2 wants them, with the external labels`() async throws {
        let coordinator = try coordinator()
        try apply(
            settings { $0.pathPrefix = "/am/" },
            to: coordinator,
            externalLabels: ["region": "eu", "job": "other"]
        )
        coordinator.update(["config-0": [Self.group]])
        #expect(coordinator.alertmanagers().active == ["http://am:9093/am/api/v2/alerts"])
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await coordinator.run() }
            coordinator.send([Self.alert])
            while alertmanager.requests.isEmpty { await Task.yield() }
            tasks.cancelAll()
        }
        let request = try #require(alertmanager.requests.first)
        #expect(request.method == "POST")
        #expect(request.url == "http://am:9093/am/api/v2/alerts")
        #expect(
            String(decoding: request.body, as: UTF8.self) == #"""
                [{"annotations":{"summary":"it \"is\" down"},"endsAt":"2024-01-02T14:08:05.678Z",\#
                "startsAt":"2024-01-02T14:04:05.678Z","generatorURL":"http://p/graph?g0.expr=up&g0.tab=1",\#
                "labels":{"alertname":"Down","job":"j","region":"eu"}}]
                """#
        )
        #expect(metrics().contains("prometheus_notifications_alertmanagers_discovered 1"))
        let sent = #"prometheus_notifications_sent_total{alertmanager="http://am:9093/am/api/v2/alerts"} 1"#
        #expect(metrics().contains(sent))
    }

    @Test func `a full queue loses its oldest alerts, a stop sends the rest in batches`() async throws {
        var options = NotificationOptions()
        options.queueCapacity = 5
        options.batchSize = 2
        let coordinator = try coordinator(options)
        try apply(settings(), to: coordinator)
        coordinator.update(["config-0": [Self.group]])
        coordinator.send(Array(repeating: Self.alert, count: 8))
        #expect(metrics().contains(#"dropped_total{alertmanager="http://am:9093/api/v2/alerts"} 3"#))
        #expect(metrics().contains(#"queue_length{alertmanager="http://am:9093/api/v2/alerts"} 5"#))
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await coordinator.run() }
            while alertmanager.requests.count < 3 { await Task.yield() }
            tasks.cancelAll()
        }
        #expect(alertmanager.requests.count == 3)
    }

    @Test func `a batch that is refused is not sent again`() async throws {
        alertmanager.answer(500)
        let coordinator = try coordinator()
        try apply(settings(), to: coordinator)
        coordinator.update(["config-0": [Self.group]])
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await coordinator.run() }
            coordinator.send([Self.alert])
            while !metrics().contains(#"dropped_total{alertmanager="http://am:9093/api/v2/alerts"} 1"#) {
                await Task.yield()
            }
            tasks.cancelAll()
        }
        #expect(alertmanager.requests.count == 1)
        #expect(metrics().contains(#"errors_total{alertmanager="http://am:9093/api/v2/alerts"} 1"#))
    }

    @Test func `an equal set keeps its queues, a changed one waits for discovery`() throws {
        let coordinator = try coordinator()
        try apply(settings(), to: coordinator)
        coordinator.update(["config-0": [Self.group]])
        try apply(settings(), to: coordinator)
        #expect(coordinator.alertmanagers().active.count == 1)
        try apply(settings { $0.scheme = "https" }, to: coordinator)
        #expect(coordinator.alertmanagers().active.isEmpty)
        coordinator.update(["config-0": [Self.group]])
        #expect(coordinator.alertmanagers().active == ["https://am:9093/api/v2/alerts"])
    }

    @Test func `a client that cannot be made refuses the settings and changes nothing`() throws {
        let alertmanager = alertmanager
        let coordinator = NotificationCoordinator(
            options: NotificationOptions(),
            metrics: try NotificationMetrics(registry),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            makeClient: { settings in
                guard settings.followsRedirects else { throw HTTPClientError.cancelled }
                return alertmanager
            }
        )
        try apply(settings(), to: coordinator)
        coordinator.update(["config-0": [Self.group]])
        #expect(throws: HTTPClientError.self) {
            try coordinator.prepare(settings { $0.http.followsRedirects = false })
        }
        #expect(coordinator.alertmanagers().active.count == 1)
    }

    @Test func `sets with the same URL add up in its metrics, which stay as long as one of them`() throws {
        let coordinator = try coordinator()
        var settings = settings()
        settings.alertmanagers.append(settings.alertmanagers[0])
        settings.alertmanagers[1].timeoutMilliseconds = 1
        try apply(settings, to: coordinator)
        coordinator.update(["config-0": [Self.group]])
        coordinator.send([Self.alert])
        coordinator.update(["config-0": [Self.group], "config-1": [Self.group]])
        coordinator.send([Self.alert])
        #expect(coordinator.alertmanagers().active.count == 2)
        #expect(metrics().contains("alertmanagers_discovered 2"))
        #expect(metrics().contains(#"queue_length{alertmanager="http://am:9093/api/v2/alerts"} 3"#))
        coordinator.update(["config-1": []])
        #expect(metrics().contains("alertmanagers_discovered 1"))
        #expect(metrics().contains(#"queue_length{alertmanager="http://am:9093/api/v2/alerts"}"#))
        coordinator.update(["config-0": []])
        #expect(!metrics().contains("am:9093"))
    }

    @Test func `what an alert does not have is left out, its labels are always there`() {
        var alert = Self.alert
        alert.labels = [:]
        alert.annotations = [:]
        alert.generatorURL = ""
        #expect(
            String(decoding: AlertPayload.bytes([alert]), as: UTF8.self)
                == #"[{"endsAt":"2024-01-02T14:08:05.678Z","startsAt":"2024-01-02T14:04:05.678Z","labels":{}}]"#
        )
    }

    @Test func `alerts are relabelled for all, then for each set; what is dropped is not sent`() async throws {
        let coordinator = try coordinator()
        var settings = settings {
            var replace = RelabelRule()
            replace.targetLabel = "severity"
            replace.replacement = "page"
            $0.alertRelabelRules = [replace]
        }
        var drop = RelabelRule()
        drop.sourceLabels = ["alertname"]
        drop.pattern = try RelabelPattern("Secret")
        drop.action = .drop
        settings.alertRelabelRules = [drop]
        try apply(settings, to: coordinator)
        coordinator.update(["config-0": [Self.group]])
        var secret = Self.alert
        secret.labels = ["alertname": "Secret"]
        coordinator.send([secret])
        coordinator.send([secret, Self.alert])
        await run(coordinator) { alertmanager.requests.count == 1 }
        let body = try #require(alertmanager.requests.first).body
        #expect(String(decoding: body, as: UTF8.self).contains(#""severity":"page""#))
        #expect(!String(decoding: body, as: UTF8.self).contains("Secret"))
        #expect(alertmanager.requests.count == 1)
    }

    private func run(_ coordinator: NotificationCoordinator, until isDone: () -> Bool) async {
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await coordinator.run() }
            while !isDone() { await Task.yield() }
            tasks.cancelAll()
        }
    }
}
