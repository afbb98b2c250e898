import HTTPServing
import Notifications
import OpenTelemetry
import PromQL
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import RemoteStorage
import Scraping
import ServiceLifecycle
import WebAPI
import WebUI

extension AgentParts {
    /// What is served, and where.
    func webService() throws -> any Service {
        let (reload, quitRequested, logger) = (reload, quitRequested, logger.component("web"))
        let status = ServerParts.status(options, loaded, readiness, startTimeMilliseconds)
        let routes = Route.lifecycle(
            isAgent: true,
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
        let gate = try ServerParts.gate(options.flags.text("web.config.file"), logger)
        let site = WebSite(
            routePrefix: options.web.routePrefix,
            origins: options.web.origins,
            readiness: readiness,
            metrics: try RequestMetrics(registry),
            gate: gate,
            routes: routes + APIRoutes.makeForAgent(try services(status))
                + PageRoutes.makeForAgent(pathPrefix: options.web.externalURL.path)
        )
        return try ServerParts.webServer(site, gate, options.web, registry, listening, logger)
    }

    private func services(_ status: StatusFacts) throws -> APIServices {
        let (scraping, loaded) = (scraping, loaded)
        var services = APIServices(
            // Nothing reaches it: what needs an engine is not offered.
            engine: QueryEngine(options: options.engine, metrics: try QueryMetrics(Registry())),
            storage: storage,
            database: { nil },
            clock: clock,
            scrapePools: { scraping.pools() },
            targetMetadata: { scraping.metadata() },
            ruleGroups: { [] },
            alertmanagers: { AlertmanagerStatus(active: [], dropped: []) },
            receiver: receiver,
            isAdminEnabled: false,
            configurationText: { loaded.text },
            status: status
        )
        services.features = FeatureList.make(options)
        services.scrapeJobs = { loaded.configuration?.scrapeJobs ?? [] }
        services.externalLabels = { loaded.externalLabels.array }
        services.federationMetrics = try FederationMetrics(registry, logger)
        services.readServer = try ServerParts.makeReadServer(storage, options, loaded, registry)
        services.otlpReceiver = try ServerParts.makeOTLPReceiver(storage, options, loaded, registry, clock, logger)
        services.notificationMetrics = try NotificationStreamMetrics(registry)
        services.selfMetrics = { [registry] in registry.gather() }
        services.externalURL = options.web.externalURL.text
        services.maximumSubscribers = options.flags.integer("web.max-notifications-subscribers")
        return services
    }
}
