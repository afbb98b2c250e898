import Discovery
import FoundationEssentials
import HTTPClients
import Logging
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import Testing

@testable import Notifications

/// From a configuration's text over the discovery manager to the request, as the server puts them together.
@Suite(.timeLimit(.minutes(1))) struct AlertmanagerDiscoveryTests {
    private let registry = Registry()
    private let client = DiscoveredAlertmanager()
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    private static let alert = AlertNotification(
        labels: ["alertname": "Down", "team": "db"],
        annotations: [:],
        startsAtMilliseconds: 0,
        endsAtMilliseconds: 1,
        generatorURL: ""
    )

    private func coordinator() throws -> NotificationCoordinator {
        var options = NotificationOptions()
        options.environment = { $0 == "AWS_REGION" ? "eu-west-1" : nil }
        return NotificationCoordinator(
            options: options,
            metrics: try NotificationMetrics(registry),
            logger: logger,
            makeClient: { [client] _ in client }
        )
    }

    /// Runs discovery and notifications until `isDone` holds.
    private func run(
        _ coordinator: NotificationCoordinator,
        _ configuration: ServerConfiguration,
        until isDone: () -> Bool
    ) async throws {
        let discovery = DiscoveryManager(
            name: "notify",
            metrics: try DiscoveryMetrics(registry),
            timing: DiscoveryTiming(
                shortestDelay: .milliseconds(1),
                longestDelay: .milliseconds(2),
                filePollInterval: .seconds(3600)
            ) { try await Task.sleep(for: $0) },
            logger: logger,
            services: DiscoveryServices(userAgent: "test") { [client] _ in client }
        )
        coordinator.apply(
            try coordinator.prepare(configuration.alerting),
            externalLabels: configuration.global.externalLabels
        )
        let sets = configuration.alerting.alertmanagers.enumerated().map {
            (NotificationCoordinator.setName($0), $1.discovery)
        }
        await discovery.apply(Dictionary(sets, uniquingKeysWith: { first, _ in first }))
        await withTaskGroup(of: Void.self) { tasks in
            tasks.addTask { await discovery.run() }
            tasks.addTask { await coordinator.run() }
            tasks.addTask { for await report in discovery.reports { coordinator.update(report) } }
            while !isDone() { await Task.yield() }
            tasks.cancelAll()
        }
    }

    @Test func `Alertmanagers come from files, from a server and from the configuration, each set with its own rules`()
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "am-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data(#"[{"targets": ["filed:9093"]}]"#.utf8).write(to: folder.appending(path: "am.json"))
        let text = """
            global: {external_labels: {region: eu}}
            alerting:
              alertmanagers:
                - file_sd_configs: [{files: ['\(folder.path)/*.json']}]
                  alert_relabel_configs: [{target_label: set, replacement: files}]
                - http_sd_configs: [{url: 'http://names/list'}]
                  alert_relabel_configs: [{action: labeldrop, regex: team}]
                - static_configs: [{targets: ['fixed:9093', 'old:9093']}]
                  path_prefix: /am
                  relabel_configs: [{source_labels: [__address__], regex: 'old:.*', action: drop}]
                  alert_relabel_configs: [{source_labels: [team], regex: web, action: keep}]
            """
        let configuration = try ServerConfiguration(decoding: Array(text.utf8), file: "p.yml") { _ in nil }
        let coordinator = try coordinator()
        var isSent = false
        try await run(coordinator, configuration) {
            guard coordinator.alertmanagers().active.count == 3 else { return false }
            if !isSent { coordinator.send([Self.alert]) }
            isSent = true
            return !client.bodies(of: "filed:9093").isEmpty && !client.bodies(of: "asked:9093").isEmpty
        }
        #expect(
            coordinator.alertmanagers()
                == AlertmanagerStatus(
                    active: [
                        "http://filed:9093/api/v2/alerts", "http://asked:9093/own/path",
                        "http://fixed:9093/am/api/v2/alerts",
                    ],
                    dropped: ["http://old:9093/am/api/v2/alerts"]
                )
        )
        let filed = try #require(client.bodies(of: "filed:9093").first)
        #expect(filed.contains(#""labels":{"alertname":"Down","region":"eu","set":"files","team":"db"}"#))
        let asked = try #require(client.bodies(of: "asked:9093").first)
        #expect(asked.contains(#""labels":{"alertname":"Down","region":"eu"}"#))
        // The third set keeps other alerts only.
        #expect(client.bodies(of: "fixed:9093").isEmpty)
        let exposed = String(decoding: registry.text(), as: UTF8.self)
        #expect(exposed.contains("prometheus_notifications_alertmanagers_discovered 3\n"))
        #expect(exposed.contains(#"prometheus_sd_discovered_targets{config="config-2",name="notify"} 2"#))
    }

    @Test func `requests are signed where sigv4 says so`() async throws {
        let text = """
            alerting:
              alertmanagers:
                - static_configs: [{targets: ['signed:9093']}]
                  sigv4: {access_key: AKID, secret_key: hidden}
                - static_configs: [{targets: ['plain:9093']}]
            """
        let configuration = try ServerConfiguration(decoding: Array(text.utf8), file: "p.yml") { _ in nil }
        #expect(configuration.warnings.isEmpty)
        #expect(
            configuration.displayedText.contains("    sigv4:\n      access_key: AKID\n      secret_key: <secret>\n")
        )
        let coordinator = try coordinator()
        var isSent = false
        try await run(coordinator, configuration) {
            guard coordinator.alertmanagers().active.count == 2 else { return false }
            if !isSent { coordinator.send([Self.alert]) }
            isSent = true
            return !client.bodies(of: "signed:9093").isEmpty && !client.bodies(of: "plain:9093").isEmpty
        }
        for delivery in client.deliveries {
            let authorization = delivery.header("Authorization")
            guard delivery.url.hasPrefix("http://signed") else {
                #expect(authorization == nil)
                continue
            }
            #expect(authorization?.hasPrefix("AWS4-HMAC-SHA256 Credential=AKID/") == true)
            #expect(authorization?.contains("/eu-west-1/aps/aws4_request, ") == true)
            #expect(delivery.header("Content-Type") == "application/json")
        }
    }

    @Test(arguments: [
        ("{access_key: a}", "must provide a AWS SigV4 Access key and Secret Key"),
        ("{region: x}, basic_auth: {username: u}", "at most one of basic_auth, authorization, oauth2, & sigv4 must be"),
        ("{foo: 1}", "field foo not found in type sigv4.plain"),
    ])
    func `what cannot be signed is refused with the configuration`(sigv4: String, message: String) {
        let text = "alerting: {alertmanagers: [{sigv4: \(sigv4)}]}"
        #expect {
            try ServerConfiguration(decoding: Array(text.utf8), file: "p.yml") { _ in nil }
        } throws: {
            "\($0)".contains(message)
        }
    }

    @Test func `a signature without a region or without keys refuses the settings`() throws {
        let coordinator = NotificationCoordinator(
            options: NotificationOptions(),
            metrics: try NotificationMetrics(registry),
            logger: logger,
            makeClient: { [client] _ in client }
        )
        var settings = AlertingSettings()
        settings.alertmanagers = [AlertmanagerSettings()]
        settings.alertmanagers[0].sigv4 = SigV4Settings()
        #expect {
            try coordinator.prepare(settings)
        } throws: {
            "\($0)" == "region not configured in sigv4 or in default credentials chain"
        }
        settings.alertmanagers[0].sigv4?.region = "eu-west-1"
        #expect {
            try coordinator.prepare(settings)
        } throws: {
            "\($0)".hasPrefix("could not get SigV4 credentials")
        }
    }
}
