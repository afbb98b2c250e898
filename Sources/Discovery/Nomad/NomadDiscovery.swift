internal import HTTPClients
internal import PrometheusModel
package import StrictYAML

/// One element of `nomad_sd_configs`: asks a Nomad server for its services.
package struct NomadDiscovery: DiscoveryMechanism {
    package static let name = "nomad"
    package static let decodedType = "nomad.plain"

    var http = HTTPClientSettings()
    var allowsStale: Bool
    var namespace: String
    var refreshIntervalMilliseconds: Int64
    var region: String
    var server: String
    var tagSeparator: String

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        allowsStale = fields.bool("allow_stale") ?? true
        namespace = fields.string("namespace") ?? "default"
        refreshIntervalMilliseconds = fields.refreshInterval()
        region = fields.string("region") ?? "global"
        server = fields.string("server") ?? "http://localhost:4646"
        tagSeparator = fields.string("tag_separator") ?? ","
        http = HTTPClientSettings(decoding: fields, base: base)
        fields.finish()
        if fields.isSound, server.trimmed.isEmpty {
            fields.reject("nomad SD configuration requires a server address", "server")
        }
    }

    package var displayedFields: [YAMLField] {
        [
            YAMLField("allow_stale", .bool(allowsStale)), YAMLField("namespace", .string(namespace)),
            YAMLField("refresh_interval", .string(DurationText.string(milliseconds: refreshIntervalMilliseconds))),
            YAMLField("region", .string(region)), YAMLField("server", .string(server)),
            YAMLField("tag_separator", .string(tagSeparator)),
        ] + http.displayedFields
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        environment.refreshing(
            Self.name,
            everyMilliseconds: refreshIntervalMilliseconds,
            NomadTargetSource(
                settings: self,
                userAgent: environment.userAgent,
                client: try environment.makeClient(http),
                failures: environment.metrics.mechanisms.nomadFailures
            )
        )
    }
}
