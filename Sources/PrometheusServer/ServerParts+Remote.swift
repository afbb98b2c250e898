import AsyncHTTPClients
import HTTPClients
import KeySigning
import Logging
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import RemoteStorage
import Scraping
import ServiceLifecycle
import Storage

extension ServerParts {
    /// The sender of this server's samples.
    static func makeRemoteWrite(
        _ options: ServerOptions,
        _ registry: Registry,
        _ clients: HTTPClientFactory,
        _ scraping: ScrapeCoordinator,
        _ logger: Logger,
        observe: (RemoteArrivals) -> Void
    ) throws -> RemoteWriteCoordinator {
        let metrics = try RemoteWriteMetricFamilies(registry)
        let arrivals = RemoteArrivals(metrics)
        observe(arrivals)
        var environment = RemoteWriteEnvironment(
            logDirectory: "\(options.dataDirectory)/wal",
            clock: .system,
            log: RemoteLog(logger.component("remote")),
            metrics: metrics,
            arrivals: arrivals,
            makeClient: { try clients.client($0) }
        )
        environment.flushDeadline = .milliseconds(
            options.flags.milliseconds("storage.remote.flush-deadline") ?? 60_000
        )
        environment.variable = { SystemInformation.environment($0) }
        environment.signWithRSA = { message, pem, passphrase in
            try RSAKeys().signature(of: message, pem: pem, passphrase: passphrase, .sha256)
        }
        environment.userAgent = "Prometheus/\(ServerVersion.version)"
        environment.takesTypesFromLabels = options.features.isEnabled("type-and-unit-labels")
        environment.families = {
            scraping.metadata().flatMap(\.families).map { family in
                (family.family, SeriesMetadata(type: family.type, unit: family.unit, help: family.help))
            }
        }
        return RemoteWriteCoordinator(environment)
    }

    /// Answers remote reads from the local data.
    static func makeReadServer(
        _ storage: any Queryable,
        _ options: ServerOptions,
        _ loaded: LoadedConfiguration,
        _ registry: Registry
    ) throws(RegistrationError) -> RemoteReadServer {
        var limits = RemoteReadLimits()
        limits.samples = options.flags.integer("storage.remote.read-sample-limit")
        limits.concurrentRequests = options.flags.integer("storage.remote.read-concurrent-limit")
        limits.frameBytes = options.flags.integer("storage.remote.read-max-bytes-in-frame")
        return try RemoteReadServer(
            storage: storage,
            limits: limits,
            externalLabels: { loaded.externalLabels },
            registry: registry
        )
    }

    /// How remote write takes a new configuration.
    static func remoteStep(_ remote: RemoteWriteCoordinator) -> ConfigurationStep {
        ConfigurationStep("remote_storage") { configuration in
            let prepared = try remote.prepare(configuration.remoteWrites)
            return { remote.apply(prepared, externalLabels: configuration.global.externalLabels) }
        }
    }
}
