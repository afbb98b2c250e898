internal import HTTPClients
package import StrictYAML

/// One element of `outscale_sd_configs`: the virtual machines of an account in a region of Outscale.
package struct OutscaleDiscovery: DiscoveryMechanism {
    package static let name = "outscale"

    var region: String
    var endpoint: String
    var accessKey: String
    var secretKey: Secret
    var secretKeyFile: String
    var poll: PollSettings

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        poll = PollSettings(decoding: fields, base: base)
        region = fields.string("region") ?? "eu-west-2"
        endpoint = fields.string("endpoint") ?? ""
        accessKey = fields.string("access_key") ?? ""
        secretKey = fields.secret("secret_key") ?? Secret("")
        secretKeyFile = base.resolve(fields.string("secret_key_file") ?? "")
        fields.finish()
        if fields.isSound, let problem { fields.reject(problem.reason, problem.key) }
    }

    /// What is wrong, and with which field.
    private var problem: (reason: String, key: String)? {
        if region.isEmpty { return ("outscale SD configuration requires a region", "region") }
        if accessKey.isEmpty { return ("outscale SD configuration requires an access_key", "access_key") }
        if secretKey.isEmpty, secretKeyFile.isEmpty {
            return ("one of secret_key & secret_key_file must be configured", "secret_key")
        }
        if !secretKey.isEmpty, !secretKeyFile.isEmpty {
            return ("at most one of secret_key & secret_key_file must be configured", "secret_key")
        }
        return nil
    }

    /// The address of the API, without a slash at its end.
    var url: String {
        var url = endpoint.isEmpty ? "https://api.\(region).outscale.com/api/v1" : endpoint
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }

    package var displayedFields: [YAMLField] {
        let fields: [YAMLField?] = [
            YAMLField("region", .string(region)), .text("endpoint", endpoint),
            YAMLField("access_key", .string(accessKey)), .secret("secret_key", secretKey),
            .text("secret_key_file", secretKeyFile),
        ]
        return fields.compactMap(\.self) + poll.displayedFields
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        environment.refreshing(
            Self.name,
            everyMilliseconds: poll.refreshIntervalMilliseconds,
            OutscaleTargetSource(
                settings: self,
                client: try environment.makeClient(poll.http),
                userAgent: environment.userAgent,
                clock: environment.clock
            )
        )
    }
}
