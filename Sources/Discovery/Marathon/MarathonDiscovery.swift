internal import HTTPClients
internal import PrometheusModel
package import StrictYAML

/// One element of `marathon_sd_configs`: the tasks of the applications that Marathon runs.
package struct MarathonDiscovery: DiscoveryMechanism {
    package static let name = "marathon"

    var servers: [String]
    var token: Secret
    var tokenFile: String
    var http: HTTPClientSettings
    var refreshIntervalMilliseconds: Int64

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        servers = fields.strings("servers") ?? []
        token = fields.secret("auth_token") ?? Secret("")
        tokenFile = base.resolve(fields.string("auth_token_file") ?? "")
        refreshIntervalMilliseconds = fields.refreshInterval(30_000)
        let hasBearerToken = ["bearer_token", "bearer_token_file"].contains { fields.has($0) }
        http = HTTPClientSettings(decoding: fields, base: base)
        fields.finish()
        guard fields.isSound else { return }
        if servers.isEmpty {
            fields.reject("marathon_sd: must contain at least one Marathon server", "servers")
        } else if let problem = conflict(hasBearerToken: hasBearerToken) {
            fields.reject(problem, "auth_token")
        }
    }

    /// Which two ways to authenticate are set at once.
    private func conflict(hasBearerToken: Bool) -> String? {
        let rule = "must be configured"
        if !token.isEmpty, !tokenFile.isEmpty {
            return "marathon_sd: at most one of auth_token & auth_token_file \(rule)"
        }
        guard !token.isEmpty || !tokenFile.isEmpty else { return nil }
        if http.basicAuth != nil {
            return "marathon_sd: at most one of basic_auth, auth_token & auth_token_file \(rule)"
        }
        if hasBearerToken {
            return "marathon_sd: at most one of bearer_token, bearer_token_file, auth_token & auth_token_file \(rule)"
        }
        if http.authorization != nil {
            return "marathon_sd: at most one of auth_token, auth_token_file & authorization \(rule)"
        }
        return nil
    }

    package var displayedFields: [YAMLField] {
        var fields: [YAMLField?] = [
            YAMLField("servers", .sequence(servers.map { .string($0) })),
            YAMLField("refresh_interval", .string(DurationText.string(milliseconds: refreshIntervalMilliseconds))),
        ]
        fields += [.secret("auth_token", token), .text("auth_token_file", tokenFile)]
        return fields.compactMap(\.self) + http.displayedFields
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        environment.refreshing(
            Self.name,
            everyMilliseconds: refreshIntervalMilliseconds,
            MarathonTargetSource(
                servers: servers,
                token: token,
                tokenFile: tokenFile,
                api: try environment.api(http, timeoutMilliseconds: refreshIntervalMilliseconds)
            )
        )
    }
}
