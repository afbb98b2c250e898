internal import HTTPClients
package import StrictYAML

/// One element of `ecs_sd_configs`: the tasks of clusters of containers in a region of Amazon's.
package struct ECSDiscovery: DiscoveryMechanism {
    package static let name = "ecs"
    package static let elementType = "aws.ECSSDConfig"
    package static let decodedType = "aws.plain"

    var settings: AWSRoleSettings

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        settings = AWSRoleSettings(decoding: fields, base: base, takesFilters: false, takesClusters: true)
        fields.finish()
    }

    package var displayedFields: [YAMLField] { settings.displayedFields }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        try settings.makeProvider(.ecs, Self.name, environment)
    }
}
