import AsyncHTTPClients
import Discovery
import HTTPServing
import Logging
import Notifications
import PrometheusClient
import PrometheusConfiguration
import Rules
import WebAPI

extension ServerParts {
    /// The sender of this server's alerts.
    static func makeNotifications(
        _ options: ServerOptions,
        _ clients: HTTPClientFactory,
        _ registry: Registry,
        _ logger: Logger
    ) throws(RegistrationError) -> NotificationCoordinator {
        var sizes = NotificationOptions()
        sizes.queueCapacity = options.flags.integer("alertmanager.notification-queue-capacity")
        sizes.batchSize = options.flags.integer("alertmanager.notification-batch-size")
        sizes.drainsOnShutdown = options.flags.boolean("alertmanager.drain-notification-queue-on-shutdown")
        sizes.userAgent = "Prometheus/\(ServerVersion.version)"
        sizes.environment = { SystemInformation.environment($0) }
        return NotificationCoordinator(
            options: sizes,
            metrics: try NotificationMetrics(registry),
            logger: logger.component("notifier"),
            makeClient: { try clients.client($0) }
        )
    }

    /// How the notifications and the discovery of Alertmanagers take a new configuration.
    static func notificationSteps(
        _ notifications: NotificationCoordinator,
        _ discovery: DiscoveryManager
    ) -> [ConfigurationStep] {
        [
            ConfigurationStep("notify") { configuration in
                let prepared = try notifications.prepare(configuration.alerting)
                return { notifications.apply(prepared, externalLabels: configuration.global.externalLabels) }
            },
            ConfigurationStep("notify_sd") { configuration in
                let sets = configuration.alerting.alertmanagers.enumerated().map {
                    (NotificationCoordinator.setName($0), $1.discovery)
                }
                return { await discovery.apply(Dictionary(sets, uniquingKeysWith: { first, _ in first })) }
            },
        ]
    }

    /// Runs the discovery of Alertmanagers and hands its reports on.
    static func discoverAlertmanagers(
        _ notifications: NotificationCoordinator,
        _ discovery: DiscoveryManager
    ) async {
        await withDiscardingTaskGroup { group in
            group.addTask { await discovery.run() }
            for await report in discovery.reports { notifications.update(report) }
            group.cancelAll()
        }
    }
}

extension ServerParts {
    /// What the operator should know now.
    static func currentNotifications(
        _ readiness: Readiness,
        _ loaded: LoadedConfiguration,
        _ startTimeMilliseconds: Int64
    ) -> [ServerNotification] {
        var notifications: [ServerNotification] = []
        if readiness.stage == .starting {
            let text = "Prometheus is starting and replaying the write-ahead log (WAL)."
            notifications.append(ServerNotification(text: text, sinceMilliseconds: startTimeMilliseconds))
        }
        if readiness.stage == .stopping {
            let text = "Prometheus is shutting down and gracefully stopping all operations."
            notifications.append(ServerNotification(text: text, sinceMilliseconds: readiness.sinceMilliseconds))
        }
        if let since = loaded.failingSinceMilliseconds {
            let text = "Configuration reload has failed."
            notifications.append(ServerNotification(text: text, sinceMilliseconds: since))
        }
        return notifications
    }
}

extension AlertNotification {
    /// The alert of a rule, ready to be sent.
    init(_ alert: RuleAlert) {
        self.init(
            labels: alert.labels,
            annotations: alert.annotations,
            startsAtMilliseconds: alert.startsAtMilliseconds,
            endsAtMilliseconds: alert.endsAtMilliseconds,
            generatorURL: alert.generatorURL
        )
    }
}
