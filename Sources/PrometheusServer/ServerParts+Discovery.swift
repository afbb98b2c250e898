import AsyncHTTPClients
import Discovery
import KeySigning
import Logging

extension ServerParts {
    /// A discovery manager whose mechanisms ask through this server's clients; `name` is `scrape` or `notify`.
    static func discovery(
        _ name: String,
        _ metrics: DiscoveryMetrics,
        _ clients: HTTPClientFactory,
        _ logger: Logger
    ) -> DiscoveryManager {
        DiscoveryManager(
            name: name,
            metrics: metrics,
            timing: .standard,
            logger: logger.component("discovery manager \(name)"),
            services: DiscoveryServices(userAgent: "Prometheus/\(ServerVersion.version)", rsa: RSAKeys()) {
                try clients.client($0)
            }
        )
    }
}
