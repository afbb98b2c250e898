import AsyncHTTPClients
import PrometheusClient
import PrometheusConfiguration
import PrometheusModel
import RemoteStorage
import TSDB

extension ServerParts {
    /// The local data together with what the endpoints of `remote_read` hold.
    static func makeFanout(
        _ database: LateDatabase,
        _ options: ServerOptions,
        _ registry: Registry,
        _ clients: HTTPClientFactory
    ) throws(RegistrationError) -> FanoutStorage {
        // It takes a while until everything that belongs to a time is here.
        let margin = 2 * options.database.chunkRangeMilliseconds
        return FanoutStorage(
            local: database,
            metrics: try RemoteReadClientMetrics(registry),
            userAgent: "Prometheus/\(ServerVersion.version)",
            localStart: {
                guard let database = database.database else { return nil }
                let oldest = database.blockMetas.map(\.minTime).min()
                return (oldest ?? options.database.clock.nowMilliseconds()) + margin
            },
            makeClient: { try clients.client($0) }
        )
    }

    /// How remote read takes a new configuration.
    static func remoteReadStep(_ storage: FanoutStorage) -> ConfigurationStep {
        ConfigurationStep("remote_read") { configuration in
            let prepared = try storage.prepare(configuration.remoteReads)
            return { storage.apply(prepared, externalLabels: configuration.global.externalLabels) }
        }
    }
}
