internal import HTTPClients
package import StrictYAML

/// One element of `uyuni_sd_configs`: what a Uyuni server knows of monitored systems.
package struct UyuniDiscovery: DiscoveryMechanism {
    package static let name = "uyuni"

    var poll: PollSettings
    var server: String
    var username: String
    var password: Secret
    var entitlement: String
    var separator: String

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        poll = PollSettings(decodingWithoutPort: fields, base: base)
        server = fields.string("server") ?? ""
        username = fields.string("username") ?? ""
        password = fields.secret("password") ?? Secret("")
        entitlement = fields.string("entitlement") ?? "monitoring_entitled"
        separator = fields.string("separator") ?? ","
        fields.finish()
        if fields.isSound, let problem { fields.reject(problem.reason, problem.key) }
    }

    /// What is wrong, and with which field.
    private var problem: (reason: String, key: String)? {
        if server.isEmpty { return ("Uyuni SD configuration requires server host", "server") }
        if let problem = URLText.problem(server) { return ("Uyuni Server URL is not valid: \(problem)", "server") }
        if username.isEmpty { return ("Uyuni SD configuration requires a username", "username") }
        if password.isEmpty { return ("Uyuni SD configuration requires a password", "password") }
        return nil
    }

    package var displayedFields: [YAMLField] {
        [
            YAMLField("server", .string(server)), YAMLField("username", .string(username)),
            YAMLField("password", .string(password.description)),
        ] + poll.http.displayedFields + [
            YAMLField("entitlement", .string(entitlement)), YAMLField("separator", .string(separator)),
            poll.intervalField,
        ]
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        environment.refreshing(
            Self.name,
            everyMilliseconds: poll.refreshIntervalMilliseconds,
            UyuniTargetSource(settings: self, api: try poll.client(environment), clock: environment.clock)
        )
    }
}
