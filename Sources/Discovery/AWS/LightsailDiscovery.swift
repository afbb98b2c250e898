internal import HTTPClients
package import StrictYAML

/// One element of `lightsail_sd_configs`: the instances of a region of Lightsail.
package struct LightsailDiscovery: DiscoveryMechanism {
    package static let name = "lightsail"
    package static let elementType = "aws.LightsailSDConfig"
    package static let decodedType = "aws.plain"

    var aws: AWSSettings

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        aws = AWSSettings(decoding: fields, base: base)
        fields.finish()
    }

    package var displayedFields: [YAMLField] { aws.displayedFields + aws.poll.http.displayedFields }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        environment.refreshing(
            Self.name,
            everyMilliseconds: aws.poll.refreshIntervalMilliseconds,
            LightsailTargetSource(
                port: aws.poll.port,
                client: try AWSClient(aws, environment)
            )
        )
    }
}
