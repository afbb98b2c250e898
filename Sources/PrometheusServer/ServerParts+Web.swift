import Consoles
import HTTPServing
import HummingbirdServing
import Logging
import Notifications
import PromQL
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import Rules
import Scraping
import ServiceLifecycle
import SocketHTTPServing
import TSDB
import WebAPI
import WebUI

extension ServerParts {
    /// What is served, and where.
    func webService() throws -> any Service {
        let (reload, quitRequested, logger) = (reload, quitRequested, logger.component("web"))
        let routes = Route.lifecycle(
            isEnabled: options.web.isLifecycleEnabled,
            registry: registry,
            metrics: try ExpositionMetrics(registry),
            reload: { await reload.reload() },
            quit: {
                defer { quitRequested.reach() }
                return !quitRequested.isReached
            },
            build: status.build
        )
        let gate = try Self.gate(options.flags.text("web.config.file"), logger)
        let site = WebSite(
            routePrefix: options.web.routePrefix,
            origins: options.web.origins,
            readiness: readiness,
            metrics: try RequestMetrics(registry),
            gate: gate,
            routes: routes + APIRoutes.make(try services(try FederationMetrics(registry, logger))) + consoles.routes
                + PageRoutes.make(pathPrefix: options.web.externalURL.path)
        )
        return try Self.webServer(site, gate, options.web, registry, listening, logger)
    }

    /// What serves a site at the addresses of the command line.
    static func webServer(
        _ site: WebSite,
        _ gate: WebGate?,
        _ options: WebOptions,
        _ registry: Registry,
        _ listening: Milestone,
        _ logger: Logger
    ) throws -> any Service {
        var settings = WebServerSettings(addresses: try options.listenAddresses.map { try ListenAddress($0) })
        settings.maximumConnections = options.maximumConnections
        settings.readTimeout = .milliseconds(options.readTimeoutMilliseconds)
        let connections = try ConnectionMetrics(registry)
        let report: @Sendable ([ListenAddress]) async -> Void = { addresses in
            for address in addresses {
                logger.info("Start listening for connections", metadata: ["address": "\(address)"])
            }
            listening.reach()
        }
        if let gate, let security = try ServerSecurity(gate) {
            logger.info("TLS is enabled.", metadata: ["http2": "\(security.offersHTTP2)"])
            return WebServer(
                site: site,
                settings: settings,
                metrics: connections,
                security: security,
                logger: logger,
                onListening: report
            )
        }
        logger.info("TLS is disabled.", metadata: ["http2": "false"])
        if let server = SocketWebServer(site: site, settings: settings, metrics: connections, onListening: report) {
            return server
        }
        // Where the system refuses epoll.
        return WebServer(site: site, settings: settings, metrics: connections, logger: logger, onListening: report)
    }

    /// What the web configuration file asks for; `nil` if there is none.
    static func gate(_ path: String, _ logger: Logger) throws(WebConfigurationError) -> WebGate? {
        guard !path.isEmpty else { return nil }
        return WebGate(path, try WebConfiguration.check(path)) { problem in
            logger.error("Unable to parse configuration", metadata: ["err": "\(problem)"])
        }
    }

    /// The consoles of the directories that the command line names.
    private var consoles: ConsolePages {
        ConsolePages(
            ConsoleSettings(
                templateDirectory: options.flags.text("web.console.templates"),
                libraryDirectory: options.flags.text("web.console.libraries"),
                externalURL: options.web.externalURL.text,
                externalLabels: { [loaded] in loaded.externalLabels }
            ),
            engine: engine,
            storage: storage,
            clock: clock
        )
    }

    private func services(_ federation: FederationMetrics) throws -> APIServices {
        let (database, scraping, rules, notifications, loaded) = (database, scraping, rules, notifications, loaded)
        var services = APIServices(
            engine: engine,
            storage: storage,
            database: { database.database },
            clock: clock,
            scrapePools: { scraping.pools() },
            targetMetadata: { scraping.metadata() },
            ruleGroups: { rules.groups() },
            alertmanagers: { notifications.alertmanagers() },
            receiver: receiver,
            isAdminEnabled: options.web.isAdminAPIEnabled,
            configurationText: { loaded.text },
            status: status
        )
        services.backtest = backtest
        services.features = FeatureList.make(options)
        services.scrapeJobs = { loaded.configuration?.scrapeJobs ?? [] }
        services.externalLabels = { loaded.externalLabels.array }
        services.lookbackMilliseconds = options.engine.lookbackMilliseconds
        services.federationMetrics = federation
        services.localStorage = database
        services.readServer = try Self.makeReadServer(storage, options, loaded, registry)
        services.otlpReceiver = try Self.makeOTLPReceiver(database, options, loaded, registry, clock, logger)
        services.notificationMetrics = try NotificationStreamMetrics(registry)
        services.search = SearchSettings(
            isEnabled: options.features.isEnabled("search-api"),
            maximumLimit: options.flags.integer("web.search.max-limit")
        )
        services.selfMetrics = { [registry] in registry.gather() }
        services.externalURL = options.web.externalURL.text
        services.maximumSubscribers = options.flags.integer("web.max-notifications-subscribers")
        return services
    }

    private var status: StatusFacts { Self.status(options, loaded, readiness, startTimeMilliseconds) }

    /// What is asked of the server itself.
    static func status(
        _ options: ServerOptions,
        _ loaded: LoadedConfiguration,
        _ readiness: Readiness,
        _ startTimeMilliseconds: Int64
    ) -> StatusFacts {
        let replay = options.database.replayProgress
        return StatusFacts(
            build: [
                ("version", ServerVersion.version), ("revision", ServerVersion.revision),
                ("branch", ServerVersion.branch), ("buildUser", ServerVersion.buildUser),
                ("buildDate", ServerVersion.buildDate), ("goVersion", ServerVersion.compiler),
            ],
            flags: options.flags.shown,
            startTimeMilliseconds: startTimeMilliseconds,
            workingDirectory: ConfigurationFile.workingDirectory,
            hostname: SystemInformation.hostName,
            storageRetention: options.isAgent ? "" : options.database.settings.retention.text,
            externalOrigin: options.web.externalURL.origin,
            listenPort: options.web.listenPort,
            replay: { replay.current },
            reload: { loaded.outcome },
            runtime: {
                RuntimeFacts(
                    threadCount: SystemInformation.threadCount,
                    processorCount: SystemInformation.processorCount,
                    memoryLimitBytes: .max,
                    collectionPercentage: loaded.collectionPercentage,
                    debugSettings: SystemInformation.environment("GODEBUG") ?? ""
                )
            },
            notifications: {
                currentNotifications(readiness, loaded, startTimeMilliseconds)
            }
        )
    }
}
