internal import HTTPClients
package import StrictYAML

/// One element of `hetzner_sd_configs`: servers of the cloud, or rented machines ("robot").
package struct HetznerDiscovery: DiscoveryMechanism {
    package static let name = "hetzner"

    var poll: PollSettings
    var role: String
    var labelSelector: String

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        poll = PollSettings(decoding: fields, base: base)
        role = fields.string("role") ?? ""
        labelSelector = fields.string("label_selector") ?? ""
        fields.finish()
        if fields.isSound, let problem { fields.reject(problem.reason, problem.key) }
    }

    /// What is wrong, and with which field.
    private var problem: (reason: String, key: String)? {
        if role.isEmpty { return ("role missing (one of: robot, hcloud)", "role") }
        guard ["robot", "hcloud"].contains(role) else { return ("unknown role \"\(role)\"", "role") }
        return nil
    }

    package var displayedFields: [YAMLField] {
        let selector: YAMLField? = .text("label_selector", labelSelector)
        return poll.displayedFields + [YAMLField("role", .string(role))] + (selector.map { [$0] } ?? [])
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        let api = try poll.client(environment)
        let interval = poll.refreshIntervalMilliseconds
        guard role == "hcloud" else {
            return environment.refreshing(
                Self.name,
                everyMilliseconds: interval,
                HetznerRobotSource(port: poll.port, api: api)
            )
        }
        return environment.refreshing(
            Self.name,
            everyMilliseconds: interval,
            HetznerCloudSource(labelSelector: labelSelector, port: poll.port, api: api)
        )
    }
}
