internal import HTTPClients
internal import PrometheusModel
package import StrictYAML

/// One element of `eureka_sd_configs`: the instances that a Eureka server lists.
package struct EurekaDiscovery: DiscoveryMechanism {
    package static let name = "eureka"

    var server: String
    var http: HTTPClientSettings
    var refreshIntervalMilliseconds: Int64

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        server = fields.string("server") ?? ""
        refreshIntervalMilliseconds = fields.refreshInterval(30_000)
        http = HTTPClientSettings(decoding: fields, base: base)
        fields.finish()
        if fields.isSound, let problem = Self.problem(server) { fields.reject(problem, "server") }
    }

    private static func problem(_ server: String) -> String? {
        if server.isEmpty { return "eureka_sd: empty or null eureka server" }
        if let problem = URLText.problem(server) { return problem }
        return HTTPURL(server) == nil ? "eureka_sd: invalid eureka server URL" : nil
    }

    package var displayedFields: [YAMLField] {
        [YAMLField("server", .string(server))] + http.displayedFields + [
            YAMLField("refresh_interval", .string(DurationText.string(milliseconds: refreshIntervalMilliseconds)))
        ]
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        environment.refreshing(
            Self.name,
            everyMilliseconds: refreshIntervalMilliseconds,
            EurekaTargetSource(
                server: server,
                api: try environment.api(http, timeoutMilliseconds: refreshIntervalMilliseconds)
            )
        )
    }
}
