internal import HTTPClients
package import StrictYAML

/// One element of `ec2_sd_configs`: the instances of a region of EC2.
package struct EC2Discovery: DiscoveryMechanism {
    package static let name = "ec2"
    package static let elementType = "aws.EC2SDConfig"
    package static let decodedType = "aws.plain"

    var aws: AWSSettings
    var filters: [NamedFilter]

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        aws = AWSSettings(decoding: fields, base: base)
        filters = NamedFilter.decode(fields, type: "aws.EC2Filter", list: "[]*aws.EC2Filter")
        fields.finish()
        if fields.isSound, filters.contains(where: \.values.isEmpty) {
            fields.reject("EC2 SD configuration filter values cannot be empty", "filters")
        }
    }

    package var displayedFields: [YAMLField] {
        aws.displayedFields + [YAMLField("filters", .sequence(filters.map(\.displayed)))]
            + aws.poll.http.displayedFields
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        environment.refreshing(
            Self.name,
            everyMilliseconds: aws.poll.refreshIntervalMilliseconds,
            EC2TargetSource(
                port: aws.poll.port,
                filters: filters,
                client: try AWSClient(aws, environment)
            )
        )
    }
}
