internal import HTTPClients
internal import PrometheusModel
package import StrictYAML

/// One element of `kuma_sd_configs`: asks a Kuma control plane for what to monitor.
package struct KumaDiscovery: DiscoveryMechanism {
    package static let name = "kuma"
    package static let elementType = "xds.SDConfig"
    package static let decodedType = "xds.plainKumaConfig"

    var http = HTTPClientSettings()
    var refreshIntervalMilliseconds: Int64
    /// How long the control plane may hold a request until something changes.
    var fetchTimeoutMilliseconds: Int64
    var server: String
    var clientID: String

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        refreshIntervalMilliseconds = fields.refreshInterval(15_000)
        fetchTimeoutMilliseconds = fields.duration("fetch_timeout") ?? 120_000
        server = fields.string("server") ?? ""
        clientID = fields.string("client_id") ?? ""
        http = HTTPClientSettings(decoding: fields, base: base)
        fields.finish()
        if fields.isSound, let problem = Self.problem(server) { fields.reject(problem, "server") }
    }

    private static func problem(_ server: String) -> String? {
        if server.isEmpty { return "kuma SD server must not be empty: " }
        if let problem = URLText.problem(server) { return problem }
        guard let url = HTTPURL(server), !url.host.isEmpty else {
            return "kuma SD server must not be empty and have a scheme: \(server)"
        }
        return nil
    }

    package var displayedFields: [YAMLField] {
        var fields =
            http.displayedFields + [
                YAMLField("refresh_interval", .string(DurationText.string(milliseconds: refreshIntervalMilliseconds))),
                YAMLField("fetch_timeout", .string(DurationText.string(milliseconds: fetchTimeoutMilliseconds))),
                YAMLField("server", .string(server)),
            ]
        if !clientID.isEmpty { fields.append(YAMLField("client_id", .string(clientID))) }
        return fields
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        KumaProvider(
            settings: self,
            client: try environment.makeClient(http),
            userAgent: environment.userAgent,
            metrics: environment.metrics.kuma,
            timing: environment.timing,
            logger: environment.logger
        )
    }
}
