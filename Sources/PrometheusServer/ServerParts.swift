import AsyncHTTPClients
import Discovery
import HTTPServing
import HummingbirdServing
import Logging
import PromQL
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import Scraping
import ServiceLifecycle
import TSDB

/// All parts of a running server, put together; the only place that knows everyone.
struct ServerParts {
    private let options: ServerOptions
    private let logger: Logger
    private let clock = WallClock.system

    private let registry = Registry()
    private let readiness = Readiness()
    private let storageOpened = Milestone()
    private let quitRequested = Milestone()
    private let database = LateDatabase()
    private let clients = HTTPClientFactory()
    private let engine: QueryEngine
    private let scrapeDiscovery: DiscoveryManager
    private let scraping: ScrapeCoordinator
    private let reload: ReloadService

    init(_ options: ServerOptions, _ file: ConfigurationFile, _ logger: Logger) throws {
        self.options = options
        self.logger = logger
        let (readiness, database) = (readiness, database)
        let metrics = try ServerMetrics(registry, isReady: { readiness.stage == .ready })
        registry.registerHeadMetrics { database.database?.statistics }
        engine = QueryEngine(options: options.engine)
        scrapeDiscovery = DiscoveryManager(name: "scrape")
        let clients = clients
        scraping = try ScrapeCoordinator(
            ScrapeEnvironment(
                store: database,
                makeClient: { _ in clients.client() },
                logger: logger
            ),
            registry
        )
        reload = ReloadService(
            file: file,
            steps: [],
            metrics: metrics,
            clock: clock,
            logger: logger,
            opened: storageOpened,
            onLoaded: { _ in },
            onReady: { readiness.enter(.ready) }
        )
    }

    /// Runs all services until the first one ends the group; they stop in the reverse of this order.
    func serve() async throws {
        let shutDown = Milestone()
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: try services(shutDown).map {
                    .init(
                        service: $0,
                        successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup
                    )
                },
                logger: quietLogger
            )
        )
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask {
                try? await shutDown.wait()
                await group.triggerGracefulShutdown()
            }
            defer { tasks.cancelAll() }
            try await group.run()
        }
        await clients.shutdown()
    }

    private func services(_ shutDown: Milestone) throws -> [any Service] {
        [
            try webService(),
            StorageService(options: options, database: database, opened: storageOpened, logger: logger),
            reload,
            service(
                StoppableService.Messages(stopping: "Stopping scrape manager...", stopped: "Scrape manager stopped"),
                scraping.run
            ),
            service(
                StoppableService.Messages(
                    stopping: "Stopping scrape discovery manager...",
                    stopped: "Scrape discovery manager stopped"
                ),
                scrapeDiscovery.run
            ),
            SignalService(quitRequested: quitRequested, shutDown: { shutDown.reach() }, logger: logger),
        ]
    }

    private func service(
        _ messages: StoppableService.Messages,
        _ work: @escaping @Sendable () async throws -> Void
    ) -> StoppableService {
        StoppableService(messages, logger, work)
    }

    private func webService() throws -> WebServer {
        let (reload, quitRequested, logger) = (reload, quitRequested, component("web"))
        let routes = Route.lifecycle(
            isEnabled: options.web.isLifecycleEnabled,
            registry: registry,
            reload: { await reload.reload() },
            quit: { quitRequested.reach() }
        )
        let site = WebSite(
            routePrefix: options.web.routePrefix,
            origins: options.web.origins,
            readiness: readiness,
            metrics: try RequestMetrics(registry),
            routes: routes
        )
        var settings = WebServerSettings(addresses: try options.web.listenAddresses.map { try ListenAddress($0) })
        settings.maximumConnections = options.web.maximumConnections
        settings.readTimeout = .milliseconds(options.web.readTimeoutMilliseconds)
        return try WebServer(site: site, settings: settings, registry: registry, logger: logger) { addresses in
            for address in addresses {
                logger.info("Start listening for connections", metadata: ["address": "\(address)"])
            }
        }
    }

    private func component(_ name: String) -> Logger {
        var logger = logger
        logger[metadataKey: "component"] = "\(name)"
        return logger
    }

    /// The service group's own messages are no news to an operator.
    private var quietLogger: Logger {
        var logger = logger
        logger.logLevel = .critical
        return logger
    }
}
