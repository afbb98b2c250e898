internal import HTTPClients
package import StrictYAML

/// One element of `stackit_sd_configs`: the servers of a project of STACKIT.
package struct STACKITDiscovery: DiscoveryMechanism {
    package static let name = "stackit"

    var project: String
    var region: String
    var endpoint: String
    var serviceAccountKey: Secret
    var privateKey: Secret
    var serviceAccountKeyPath: String
    var privateKeyPath: String
    var credentialsFilePath: String
    var poll: PollSettings

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        poll = PollSettings(decoding: fields, base: base)
        project = fields.string("project") ?? ""
        region = fields.string("region") ?? "eu01"
        endpoint = fields.string("endpoint") ?? ""
        serviceAccountKey = fields.secret("service_account_key") ?? Secret("")
        privateKey = fields.secret("private_key") ?? Secret("")
        serviceAccountKeyPath = base.resolve(fields.string("service_account_key_path") ?? "")
        privateKeyPath = base.resolve(fields.string("private_key_path") ?? "")
        credentialsFilePath = base.resolve(fields.string("credentials_file_path") ?? "")
        fields.finish()
        if fields.isSound, !endpoint.isEmpty, let problem = URLText.problem(endpoint) {
            fields.reject(problem, "endpoint")
        }
    }

    /// The address of the API, without a slash at its end.
    var url: String {
        var url = endpoint.isEmpty ? "https://iaas.api.\(region).stackit.cloud" : endpoint
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }

    package var displayedFields: [YAMLField] {
        let fields: [YAMLField?] = [
            YAMLField("project", .string(project)), .text("region", region), .text("endpoint", endpoint),
            .secret("service_account_key", serviceAccountKey), .secret("private_key", privateKey),
            .text("service_account_key_path", serviceAccountKeyPath), .text("private_key_path", privateKeyPath),
            .text("credentials_file_path", credentialsFilePath),
        ]
        return poll.http.displayedFields + fields.compactMap(\.self) + [poll.intervalField, poll.portField]
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        let api = try poll.client(environment)
        return environment.refreshing(
            Self.name,
            everyMilliseconds: poll.refreshIntervalMilliseconds,
            STACKITTargetSource(
                settings: self,
                api: api,
                tokens: STACKITTokenSource(settings: self, api: api, environment: environment)
            )
        )
    }
}
