internal import HTTPClients
package import StrictYAML

/// One element of `linode_sd_configs`: an account's instances.
package struct LinodeDiscovery: DiscoveryMechanism {
    package static let name = "linode"

    var poll: PollSettings
    var region: String
    var tagSeparator: String

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        poll = PollSettings(decoding: fields, base: base)
        region = fields.string("region") ?? ""
        tagSeparator = fields.string("tag_separator") ?? ","
        fields.finish()
    }

    package var displayedFields: [YAMLField] {
        let region: YAMLField? = .text("region", region)
        let separator: YAMLField? = .text("tag_separator", tagSeparator)
        return poll.displayedFields + [separator, region].compactMap(\.self)
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        environment.refreshing(
            Self.name,
            everyMilliseconds: poll.refreshIntervalMilliseconds,
            LinodeTargetSource(settings: self, api: try poll.client(environment), environment: environment)
        )
    }
}
