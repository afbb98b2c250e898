internal import HTTPClients
internal import PrometheusModel
package import StrictYAML

/// One element of `consul_sd_configs`: follows the services of a Consul catalog.
package struct ConsulDiscovery: DiscoveryMechanism {
    package static let name = "consul"

    /// A key and value that nodes must have.
    struct NodeMetadata: Sendable, Hashable {
        let key: String
        let value: String
    }

    var http = HTTPClientSettings()
    var server: String
    var pathPrefix: String
    var token: Secret
    var datacenter: String
    var namespace: String
    var partition: String
    var tagSeparator: String
    var scheme: String
    var username: String
    var password: Secret
    var allowsStale: Bool
    var refreshIntervalMilliseconds: Int64
    var services: [String]
    var tags: [String]
    var nodeMetadata: [NodeMetadata]
    var filter: String
    var healthFilter: String

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        server = fields.string("server") ?? "localhost:8500"
        pathPrefix = fields.string("path_prefix") ?? ""
        token = fields.secret("token") ?? Secret("")
        datacenter = fields.string("datacenter") ?? ""
        namespace = fields.string("namespace") ?? ""
        partition = fields.string("partition") ?? ""
        tagSeparator = fields.string("tag_separator") ?? ","
        scheme = fields.string("scheme") ?? "http"
        username = fields.string("username") ?? ""
        password = fields.secret("password") ?? Secret("")
        allowsStale = fields.bool("allow_stale") ?? true
        refreshIntervalMilliseconds = fields.refreshInterval(30_000)
        services = fields.strings("services") ?? []
        tags = fields.strings("tags") ?? []
        nodeMetadata = (fields.stringMap("node_meta", type: "map[string]string") ?? []).map {
            NodeMetadata(key: $0.key, value: $0.value)
        }
        filter = fields.string("filter") ?? ""
        healthFilter = fields.string("health_filter") ?? ""
        http = HTTPClientSettings(decoding: fields, base: base)
        fields.finish()
        if fields.isSound { validate(fields) }
    }

    private mutating func validate(_ fields: YAMLFields) {
        if server.trimmed.isEmpty {
            return fields.reject("consul SD configuration requires a server address", "server")
        }
        let hasUser = !username.isEmpty || !password.isEmpty
        if hasUser, http.basicAuth != nil {
            return fields.reject(
                "at most one of consul SD configuration username and password and basic auth can be configured",
                "basic_auth"
            )
        }
        if hasUser {
            var basic = BasicAuthSettings()
            basic.username = username
            basic.password = password
            http.basicAuth = basic
        }
        if !token.isEmpty, http.authorization != nil || http.oauth2 != nil {
            fields.reject("at most one of consul SD token, authorization, or oauth2 can be configured", "token")
        }
    }

    /// Whether the names of the services are asked for, and not only those that are given.
    var watchesCatalog: Bool { services.isEmpty || !tags.isEmpty || !filter.isEmpty }

    /// Whether a service of the catalog is wanted.
    func wants(_ service: String, tags present: [String]) -> Bool {
        (services.isEmpty || services.contains(service)) && tags.allSatisfy(present.contains)
    }

    package var displayedFields: [YAMLField] {
        var fields: [YAMLField?] = [
            .text("server", server), .text("path_prefix", pathPrefix), .secret("token", token),
            .text("datacenter", datacenter), .text("namespace", namespace), .text("partition", partition),
            .text("tag_separator", tagSeparator), .text("scheme", scheme), .text("username", username),
            .secret("password", password), YAMLField("allow_stale", .bool(allowsStale)),
            YAMLField("refresh_interval", .string(DurationText.string(milliseconds: refreshIntervalMilliseconds))),
            .texts("services", services), .texts("tags", tags),
        ]
        if !nodeMetadata.isEmpty {
            let all = nodeMetadata.map { YAMLField($0.key, .string($0.value)) }
            fields.append(YAMLField("node_meta", .mapping(all)))
        }
        fields += [.text("filter", filter), .text("health_filter", healthFilter)]
        return fields.compactMap(\.self) + http.displayedFields
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        let metrics = environment.metrics.mechanisms
        return ConsulProvider(
            settings: self,
            connection: ConsulConnection(
                settings: self,
                client: try environment.makeClient(http),
                userAgent: environment.userAgent
            ),
            failures: metrics.consulFailures,
            durations: metrics.consulDurations,
            timing: environment.timing,
            logger: environment.logger
        )
    }
}
