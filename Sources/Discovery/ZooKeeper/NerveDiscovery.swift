package import StrictYAML

/// One element of `nerve_sd_configs`: follows members that Nerve registers in ZooKeeper.
package struct NerveDiscovery: DiscoveryMechanism {
    package static let name = "nerve"
    package static let elementType = "zookeeper.NerveSDConfig"
    package static let decodedType = "zookeeper.plain"

    var settings: ZooKeeperSettings

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        settings = ZooKeeperSettings(decoding: fields, kind: Self.name)
    }

    package var displayedFields: [YAMLField] { settings.displayedFields }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        ZooKeeperProvider(
            settings: settings,
            target: { data, path in ZooKeeperMember.nerve(data, path) },
            metrics: environment.metrics.zooKeeper,
            timing: environment.timing,
            logger: environment.logger
        )
    }
}
