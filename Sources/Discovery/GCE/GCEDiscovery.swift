internal import HTTPClients
internal import PrometheusModel
package import StrictYAML

/// One element of `gce_sd_configs`: the instances of a zone of Google Compute Engine.
package struct GCEDiscovery: DiscoveryMechanism {
    package static let name = "gce"

    var project: String
    var zone: String
    var filter: String
    var refreshIntervalMilliseconds: Int64
    var port: Int
    var tagSeparator: String

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        project = fields.string("project") ?? ""
        zone = fields.string("zone") ?? ""
        filter = fields.string("filter") ?? ""
        refreshIntervalMilliseconds = fields.refreshInterval()
        port = fields.port()
        tagSeparator = fields.string("tag_separator") ?? ","
        fields.finish()
        guard fields.isSound else { return }
        if project.isEmpty {
            fields.reject("GCE SD configuration requires a project", "project")
        } else if zone.isEmpty {
            fields.reject("GCE SD configuration requires a zone", "zone")
        }
    }

    package var displayedFields: [YAMLField] {
        let fields: [YAMLField?] = [
            YAMLField("project", .string(project)), YAMLField("zone", .string(zone)), .text("filter", filter),
            YAMLField("refresh_interval", .string(DurationText.string(milliseconds: refreshIntervalMilliseconds))),
            YAMLField("port", .integer(Int64(port))), .text("tag_separator", tagSeparator),
        ]
        return fields.compactMap(\.self)
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        // Google's own library asks through the proxy of the environment.
        var http = HTTPClientSettings()
        http.proxy.fromEnvironment = true
        let api = try environment.api(http, timeoutMilliseconds: refreshIntervalMilliseconds)
        let credentials: GoogleCredentials
        do {
            credentials = try GoogleCredentials.find(environment.variables)
        } catch {
            throw DiscoveryError("error setting up communication with GCE service: \(error)")
        }
        return environment.refreshing(
            Self.name,
            everyMilliseconds: refreshIntervalMilliseconds,
            GCETargetSource(
                settings: self,
                api: api,
                tokens: GoogleTokenSource(
                    credentials: credentials,
                    scope: "https://www.googleapis.com/auth/compute.readonly",
                    api: api,
                    // The machine's own server is never behind a proxy.
                    local: try environment.api(HTTPClientSettings(), timeoutMilliseconds: 5000),
                    environment: environment
                )
            )
        )
    }
}
