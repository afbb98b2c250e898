internal import HTTPClients
internal import PrometheusModel
package import StrictYAML

/// One element of `triton_sd_configs`: containers or compute nodes of Triton's container monitor.
package struct TritonDiscovery: DiscoveryMechanism {
    package static let name = "triton"

    var account: String
    var role: String
    var dnsSuffix: String
    var endpoint: String
    var groups: [String]
    var port: Int
    var refreshIntervalMilliseconds: Int64
    var tls: TLSSettings
    var version: Int64

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        account = fields.string("account") ?? ""
        role = fields.string("role") ?? "container"
        dnsSuffix = fields.string("dns_suffix") ?? ""
        endpoint = fields.string("endpoint") ?? ""
        groups = fields.strings("groups") ?? []
        port = fields.port(9163)
        refreshIntervalMilliseconds = fields.duration("refresh_interval") ?? 60_000
        tls =
            fields.fields("tls_config", type: "config.plain").map { TLSSettings(decoding: $0, base: base) }
            ?? TLSSettings()
        version = fields.integer("version") ?? 1
        fields.finish()
        if fields.isSound, let problem { fields.reject(problem.reason, problem.key) }
    }

    /// What is wrong, and with which field.
    private var problem: (reason: String, key: String)? {
        let start = "triton SD configuration requires"
        guard role == "container" || role == "cn" else { return ("\(start) role to be 'container' or 'cn'", "role") }
        if account.isEmpty { return ("\(start) an account", "account") }
        if dnsSuffix.isEmpty { return ("\(start) a dns_suffix", "dns_suffix") }
        if endpoint.isEmpty { return ("\(start) an endpoint", "endpoint") }
        if refreshIntervalMilliseconds <= 0 {
            return ("\(start) RefreshInterval to be a positive integer", "refresh_interval")
        }
        return nil
    }

    package var displayedFields: [YAMLField] {
        var fields = [
            YAMLField("account", .string(account)), YAMLField("role", .string(role)),
            YAMLField("dns_suffix", .string(dnsSuffix)), YAMLField("endpoint", .string(endpoint)),
        ]
        if let groups: YAMLField = .texts("groups", groups) { fields.append(groups) }
        fields.append(YAMLField("port", .integer(Int64(port))))
        fields.append(
            YAMLField("refresh_interval", .string(DurationText.string(milliseconds: refreshIntervalMilliseconds)))
        )
        // The block of TLS settings shows itself within the HTTP block only.
        var http = HTTPClientSettings()
        http.tls = tls
        fields += http.displayedFields.filter { $0.key == "tls_config" }
        fields.append(YAMLField("version", .integer(version)))
        return fields
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        var http = HTTPClientSettings()
        http.tls = tls
        return environment.refreshing(
            Self.name,
            everyMilliseconds: refreshIntervalMilliseconds,
            TritonTargetSource(
                settings: self,
                api: try environment.api(http, timeoutMilliseconds: refreshIntervalMilliseconds)
            )
        )
    }
}
