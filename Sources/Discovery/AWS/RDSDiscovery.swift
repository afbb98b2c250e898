internal import HTTPClients
package import StrictYAML

/// One element of `rds_sd_configs`: the databases in a region of Amazon's.
package struct RDSDiscovery: DiscoveryMechanism {
    package static let name = "rds"
    package static let elementType = "aws.RDSSDConfig"
    package static let decodedType = "aws.plain"

    var settings: AWSRoleSettings

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        settings = AWSRoleSettings(decoding: fields, base: base, takesFilters: true, takesClusters: true)
        fields.finish()
        if fields.isSound, settings.filters.contains(where: \.values.isEmpty) {
            fields.reject("RDS SD configuration filter values cannot be empty", "filters")
        }
    }

    package var displayedFields: [YAMLField] { settings.displayedFields }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        try settings.makeProvider(.rds, Self.name, environment)
    }
}
