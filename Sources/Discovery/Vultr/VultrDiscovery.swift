internal import HTTPClients
package import StrictYAML

/// One element of `vultr_sd_configs`: an account's instances.
package struct VultrDiscovery: DiscoveryMechanism {
    package static let name = "vultr"

    var poll: PollSettings

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        poll = PollSettings(decoding: fields, base: base)
        fields.finish()
    }

    package var displayedFields: [YAMLField] { poll.displayedFields }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        environment.refreshing(
            Self.name,
            everyMilliseconds: poll.refreshIntervalMilliseconds,
            VultrTargetSource(port: poll.port, api: try poll.client(environment))
        )
    }
}
