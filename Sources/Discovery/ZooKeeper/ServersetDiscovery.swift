package import StrictYAML

/// One element of `serverset_sd_configs`: follows members that Serverset registers in ZooKeeper.
package struct ServersetDiscovery: DiscoveryMechanism {
    package static let name = "serverset"
    package static let elementType = "zookeeper.ServersetSDConfig"
    package static let decodedType = "zookeeper.plain"

    var settings: ZooKeeperSettings

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        settings = ZooKeeperSettings(decoding: fields, kind: Self.name)
    }

    package var displayedFields: [YAMLField] { settings.displayedFields }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        ZooKeeperProvider(
            settings: settings,
            target: { data, path in ZooKeeperMember.serverset(data, path) },
            metrics: environment.metrics.zooKeeper,
            timing: environment.timing,
            logger: environment.logger
        )
    }
}
