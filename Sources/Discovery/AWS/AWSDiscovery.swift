internal import HTTPClients
internal import PrometheusModel
package import StrictYAML

/// One element of `aws_sd_configs`: things of one of Amazon's services, by role.
package struct AWSDiscovery: DiscoveryMechanism {
    package static let name = "aws"

    /// As it was written; validated.
    var role: String
    var settings: AWSRoleSettings

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        role = fields.string("role") ?? ""
        settings = AWSRoleSettings(decoding: fields, base: base, takesFilters: true, takesClusters: true)
        fields.finish()
        guard fields.isSound else { return }
        if AWSRole(rawValue: role) == nil {
            fields.reject("unknown AWS SD role \(role.quoted)", "role")
        } else if settings.filters.contains(where: \.values.isEmpty) {
            fields.reject("\(role.uppercased()) SD configuration filter values cannot be empty", "filters")
        }
    }

    package var displayedFields: [YAMLField] {
        [YAMLField("role", .string(role))] + settings.displayedFields
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        guard let role = AWSRole(rawValue: role) else { throw DiscoveryError("unknown AWS SD role \(role.quoted)") }
        return try settings.makeProvider(role, Self.name, environment)
    }
}
