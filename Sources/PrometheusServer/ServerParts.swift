import AsyncHTTPClients
import Discovery
import HTTPServing
import Logging
import Notifications
import PromQL
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import RemoteStorage
import Rules
import Scraping
import ServiceLifecycle
import Storage
import TSDB

/// All parts of a running server, put together; the only place that knows everyone.
struct ServerParts {
    let options: ServerOptions
    let logger: Logger
    let clock = WallClock.system
    let startTimeMilliseconds: Int64

    let registry = Registry()
    let readiness = Readiness()
    let listening = Milestone()
    let storageOpened = Milestone()
    let quitRequested = Milestone()
    let loaded = LoadedConfiguration()
    let database = LateDatabase()
    let storage: FanoutStorage
    let clients = HTTPClientFactory()
    let databaseMetrics: DatabaseMetrics
    let engine: QueryEngine
    let scrapeDiscovery: DiscoveryManager
    let notifyDiscovery: DiscoveryManager
    let scraping: ScrapeCoordinator
    let rules: RuleCoordinator
    let notifications: NotificationCoordinator
    let receiver: RemoteWriteReceiver?
    let remoteWrite: RemoteWriteCoordinator
    let reload: ReloadService

    init(_ options: ServerOptions, _ file: ConfigurationFile, _ logger: Logger) throws {
        self.options = options
        self.logger = logger
        startTimeMilliseconds = clock.nowMilliseconds()
        let (readiness, database, clients) = (readiness, database, clients)
        try registry.registerServerMetrics(loaded) { readiness.stage == .ready }
        registry.registerHeadMetrics { database.database?.statistics }
        registry.registerHeadFileMetrics { database.database?.statistics }
        registry.registerExemplarMetrics { database.database?.exemplars.statistics }
        engine = QueryEngine(options: options.engine, metrics: try QueryMetrics(registry))
        registry.registerLogMetrics { database.database }
        registry.registerBlockMetrics { database.database }
        databaseMetrics = try DatabaseMetrics(registry)
        storage = try Self.makeFanout(database, options, registry, clients)
        let discoveryMetrics = try DiscoveryMetrics(registry)
        scrapeDiscovery = Self.discovery("scrape", discoveryMetrics, clients, logger)
        scraping = try ScrapeCoordinator(
            ScrapeEnvironment(
                store: database,
                makeClient: { try clients.client($0) },
                clock: .system { await clients.sleep(untilMonotonicNanoseconds: $0) },
                logger: logger.component("scrape manager"),
                options: options.scraping,
                executor: clients.executor
            ),
            registry
        )
        notifyDiscovery = Self.discovery("notify", discoveryMetrics, clients, logger)
        let notifications = try Self.makeNotifications(options, clients, registry, logger)
        self.notifications = notifications
        rules = RuleCoordinator(
            try Self.ruleContext(options, engine, database, storage, registry, logger) { alerts in
                notifications.send(alerts.map(AlertNotification.init))
            }
        )
        receiver =
            options.web.isRemoteWriteReceiverEnabled
            ? RemoteWriteReceiver(
                store: database,
                clock: clock,
                logger: logger.component("web"),
                metrics: try RemoteWriteMetrics(registry)
            ) : nil
        remoteWrite = try Self.makeRemoteWrite(options, registry, clients, scraping, logger) { arrivals in
            database.observe { arrivals.note($0) }
        }
        reload = ReloadService(
            file: file,
            // Scraping is the last to prepare, because it changes at once what cannot fail any more.
            steps: [
                Self.startupStep(loaded, options, logger),
                Self.storageStep(database, options), Self.exemplarStep(database, options), Self.remoteStep(remoteWrite),
                Self.remoteReadStep(storage),
            ]
                + Self.engineSteps(engine)
                + Self.notificationSteps(notifications, notifyDiscovery)
                + [Self.ruleStep(rules, options)]
                + Self.steps(scraping, scrapeDiscovery),
            loaded: loaded,
            clock: clock,
            logger: logger,
            opened: storageOpened,
            watchInterval: options.configurationWatchInterval,
            onReady: {
                MemoryAllocator.trim()
                readiness.enter(.ready)
            }
        )
    }

    /// How the exemplars take a new configuration.
    private static func exemplarStep(_ database: LateDatabase, _ options: ServerOptions) -> ConfigurationStep {
        ConfigurationStep("exemplar_storage") { configuration in
            {
                let capacity = ExemplarSettings.capacity(configuration.storage, options.features)
                database.database?.exemplars.update(
                    capacity: capacity,
                    outOfOrderWindowMilliseconds: configuration.storage.outOfOrderWindowMilliseconds
                )
            }
        }
    }

    /// How the storage takes a new configuration.
    private static func storageStep(_ database: LateDatabase, _ options: ServerOptions) -> ConfigurationStep {
        ConfigurationStep("db_storage") { configuration in
            if let problem = options.storageProblem(configuration.storage) { throw ServerError.configuration(problem) }
            return { database.database?.apply(options.databaseSettings(configuration.storage)) }
        }
    }

    /// How the query engine takes a new configuration.
    static func engineStep(_ engine: QueryEngine) -> ConfigurationStep {
        ConfigurationStep("query_engine") { configuration in
            { engine.setSubqueryStep(milliseconds: configuration.global.evaluationIntervalMilliseconds) }
        }
    }

    /// How scraping takes a new configuration.
    static func steps(
        _ scraping: ScrapeCoordinator,
        _ scrapeDiscovery: DiscoveryManager
    ) -> [ConfigurationStep] {
        [
            ConfigurationStep("scrape") { configuration in
                try scraping.apply(configuration.scrapeJobs, externalLabels: configuration.global.externalLabels)
                return {}
            },
            ConfigurationStep("scrape_sd") { configuration in
                let sets = Dictionary(
                    configuration.scrapeJobs.map { ($0.jobName, $0.discovery) },
                    uniquingKeysWith: { first, _ in first }
                )
                return { await scrapeDiscovery.apply(sets) }
            },
        ]
    }

    /// Runs all services until the first one ends the group; they stop in the reverse of this order.
    func serve() async throws {
        let shutDown = Milestone()
        try await Self.run(try services(shutDown), until: shutDown, logger)
        await clients.shutdown()
    }

    /// Runs services until the first one ends or `shutDown` is reached.
    static func run(_ services: [any Service], until shutDown: Milestone, _ logger: Logger) async throws {
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: services.map {
                    .init(
                        service: $0,
                        successTerminationBehavior: .gracefullyShutdownGroup,
                        failureTerminationBehavior: .gracefullyShutdownGroup
                    )
                },
                logger: logger.onlyCritical
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
    }

    private func services(_ shutDown: Milestone) throws -> [any Service] {
        [
            StoppableService("Stopping notifier manager...", "Notifier manager stopped", logger, notifications.run),
            try webService(),
            try storageService(),
            RemoteWriteService(coordinator: remoteWrite),
            reload,
            StoppableService("Stopping scrape manager...", "Scrape manager stopped", logger, scraping.run),
            StoppableService("Stopping rule manager...", "Rule manager stopped", logger.component("rule manager")) {
                [rules, storageOpened, logger] in
                do { try await storageOpened.wait() } catch { return }
                logger.component("rule manager").info("Starting rule manager...")
                await rules.run()
            },
            StoppableService("Stopping notify discovery manager...", "Notify discovery manager stopped", logger) {
                [notifications, notifyDiscovery] in
                await Self.discoverAlertmanagers(notifications, notifyDiscovery)
            },
            StoppableService(
                "Stopping scrape discovery manager...",
                "Scrape discovery manager stopped",
                logger
            ) { [scrapeDiscovery, scraping] in await Self.discoverTargets(scrapeDiscovery, scraping) },
            SignalService(
                quitRequested: quitRequested,
                shutDown: { [readiness, clock] in
                    readiness.enter(.stopping, atMilliseconds: clock.nowMilliseconds())
                    shutDown.reach()
                },
                logger: logger
            ),
        ]
    }

    private func storageService() throws(RegistrationError) -> StorageService {
        StorageService(
            options: options,
            database: database,
            listening: listening,
            opened: storageOpened,
            metrics: databaseMetrics,
            syncs: try LogSyncMetrics(registry),
            logger: logger,
            onOpened: { [engine, options, logger] in try Self.noteActiveQueries(engine, options, logger) }
        )
    }

    /// Runs the discovery of scrape targets and hands its reports on.
    static func discoverTargets(_ discovery: DiscoveryManager, _ scraping: ScrapeCoordinator) async {
        await withDiscardingTaskGroup { group in
            group.addTask { await discovery.run() }
            for await report in discovery.reports { scraping.update(report) }
            group.cancelAll()
        }
    }
}
