internal import HTTPClients
package import StrictYAML

/// One element of `msk_sd_configs`: the brokers and controllers of clusters of Kafka in a region of Amazon's.
package struct MSKDiscovery: DiscoveryMechanism {
    package static let name = "msk"
    package static let elementType = "aws.MSKSDConfig"
    package static let decodedType = "aws.plain"

    var settings: AWSRoleSettings

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        settings = AWSRoleSettings(decoding: fields, base: base, takesFilters: false, takesClusters: true)
        fields.finish()
    }

    package var displayedFields: [YAMLField] { settings.displayedFields }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        try settings.makeProvider(.msk, Self.name, environment)
    }
}
