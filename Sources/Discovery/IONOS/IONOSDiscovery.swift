internal import HTTPClients
package import StrictYAML

/// One element of `ionos_sd_configs`: the servers of a data center.
package struct IONOSDiscovery: DiscoveryMechanism {
    package static let name = "ionos"

    var poll: PollSettings
    var dataCenter: String

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        poll = PollSettings(decoding: fields, base: base)
        dataCenter = fields.string("datacenter_id") ?? ""
        fields.finish()
        if fields.isSound, dataCenter.isEmpty { fields.reject("datacenter id can't be empty", "datacenter_id") }
    }

    package var displayedFields: [YAMLField] {
        [YAMLField("datacenter_id", .string(dataCenter))] + poll.displayedFields
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        environment.refreshing(
            Self.name,
            everyMilliseconds: poll.refreshIntervalMilliseconds,
            IONOSTargetSource(dataCenter: dataCenter, port: poll.port, api: try poll.client(environment))
        )
    }
}
