internal import HTTPClients
package import StrictYAML

/// One element of `digitalocean_sd_configs`: an account's droplets or databases.
package struct DigitalOceanDiscovery: DiscoveryMechanism {
    package static let name = "digitalocean"
    private static let roles = ["droplets", "databases"]

    var poll: PollSettings
    var role: String

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        poll = PollSettings(decoding: fields, base: base)
        role = fields.string("role") ?? "droplets"
        fields.finish()
        if fields.isSound, !Self.roles.contains(role) {
            fields.reject("unknown DigitalOcean SD role \"\(role)\"", "role")
        }
    }

    package var displayedFields: [YAMLField] {
        poll.displayedFields + (role == "droplets" ? [] : [YAMLField("role", .string(role))])
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        environment.refreshing(
            Self.name,
            everyMilliseconds: poll.refreshIntervalMilliseconds,
            DigitalOceanTargetSource(role: role, port: poll.port, api: try poll.client(environment))
        )
    }
}
