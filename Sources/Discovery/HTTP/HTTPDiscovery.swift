internal import HTTPClients
internal import PrometheusModel
package import StrictYAML

/// One element of `http_sd_configs`: asks a server for a list of target groups.
package struct HTTPDiscovery: DiscoveryMechanism {
    package static let name = "http"

    var http = HTTPClientSettings()
    var refreshIntervalMilliseconds: Int64
    var url: String

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        url = fields.string("url") ?? ""
        refreshIntervalMilliseconds = fields.refreshInterval()
        http = HTTPClientSettings(decoding: fields, base: base)
        fields.finish()
        if fields.isSound, let problem = HTTPTargetURL.problem(url) { fields.reject(problem, "url") }
    }

    package var displayedFields: [YAMLField] {
        http.displayedFields + [
            YAMLField("refresh_interval", .string(DurationText.string(milliseconds: refreshIntervalMilliseconds))),
            YAMLField("url", .string(url)),
        ]
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        environment.refreshing(
            Self.name,
            everyMilliseconds: refreshIntervalMilliseconds,
            HTTPTargetSource(
                url: url,
                intervalMilliseconds: refreshIntervalMilliseconds,
                userAgent: environment.userAgent,
                client: try environment.makeClient(http),
                failures: environment.metrics.mechanisms.httpFailures
            )
        )
    }
}
