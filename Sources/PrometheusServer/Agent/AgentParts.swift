import AsyncHTTPClients
import Discovery
import HTTPServing
import Logging
import PromQL
import PrometheusClient
import PrometheusModel
import RemoteStorage
import Scraping
import ServiceLifecycle
import Storage
import TSDB

/// All parts of a running agent, put together: it scrapes, keeps a log, and sends what is in it.
struct AgentParts {
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
    let storage = LateAgentStorage()
    let clients = HTTPClientFactory()
    let scrapeDiscovery: DiscoveryManager
    let scraping: ScrapeCoordinator
    let receiver: RemoteWriteReceiver?
    let remoteWrite: RemoteWriteCoordinator
    let reload: ReloadService

    init(_ options: ServerOptions, _ file: ConfigurationFile, _ logger: Logger) throws {
        self.options = options
        self.logger = logger
        startTimeMilliseconds = clock.nowMilliseconds()
        let (readiness, storage, clients) = (readiness, storage, clients)
        try registry.registerServerMetrics(loaded) { readiness.stage == .ready }
        registry.registerAgentMetrics { storage.storage }
        scrapeDiscovery = ServerParts.discovery("scrape", try DiscoveryMetrics(registry), clients, logger)
        scraping = try ScrapeCoordinator(
            ScrapeEnvironment(
                store: storage,
                makeClient: { try clients.client($0) },
                clock: .system { await clients.sleep(untilMonotonicNanoseconds: $0) },
                logger: logger.component("scrape manager"),
                options: options.scraping,
                executor: clients.executor
            ),
            registry
        )
        receiver =
            options.web.isRemoteWriteReceiverEnabled
            ? RemoteWriteReceiver(
                store: storage,
                clock: clock,
                logger: logger.component("web"),
                metrics: try RemoteWriteMetrics(registry)
            ) : nil
        remoteWrite = try ServerParts.makeRemoteWrite(options, registry, clients, scraping, logger) { arrivals in
            storage.observe { arrivals.note($0) }
        }
        reload = ReloadService(
            file: file,
            // Scraping is the last to prepare, because it changes at once what cannot fail any more.
            steps: [ServerParts.remoteStep(remoteWrite)] + ServerParts.steps(scraping, scrapeDiscovery),
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

    /// Runs all services until the first one ends the group; they stop in the reverse of this order.
    func serve() async throws {
        let shutDown = Milestone()
        try await ServerParts.run(try services(shutDown), until: shutDown, logger)
        await clients.shutdown()
    }

    private func services(_ shutDown: Milestone) throws -> [any Service] {
        [
            try webService(),
            try storageService(),
            RemoteWriteService(coordinator: remoteWrite),
            reload,
            StoppableService("Stopping scrape manager...", "Scrape manager stopped", logger, scraping.run),
            StoppableService(
                "Stopping scrape discovery manager...",
                "Scrape discovery manager stopped",
                logger
            ) { [scrapeDiscovery, scraping] in await ServerParts.discoverTargets(scrapeDiscovery, scraping) },
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

    private func storageService() throws(RegistrationError) -> AgentStorageService {
        AgentStorageService(
            directory: options.dataDirectory,
            settings: options.agent,
            storage: storage,
            clock: clock,
            listening: listening,
            opened: storageOpened,
            lowestSentMilliseconds: { [remoteWrite] in remoteWrite.lowestSentMilliseconds },
            truncationSeconds: try registry.summary(
                "prometheus_agent_truncate_duration_seconds",
                help: "Duration of WAL truncation.",
                objectives: .none
            ),
            logger: logger
        )
    }
}
