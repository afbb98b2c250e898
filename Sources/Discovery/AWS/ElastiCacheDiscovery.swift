internal import HTTPClients
package import StrictYAML

/// One element of `elasticache_sd_configs`: the caches in a region of Amazon's.
package struct ElastiCacheDiscovery: DiscoveryMechanism {
    package static let name = "elasticache"
    package static let elementType = "aws.ElasticacheSDConfig"
    package static let decodedType = "aws.plain"

    var settings: AWSRoleSettings

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        settings = AWSRoleSettings(decoding: fields, base: base, takesFilters: false, takesClusters: true)
        fields.finish()
    }

    package var displayedFields: [YAMLField] { settings.displayedFields }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        try settings.makeProvider(.elasticache, Self.name, environment)
    }
}
