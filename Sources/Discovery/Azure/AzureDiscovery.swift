internal import HTTPClients
internal import PrometheusModel
package import StrictYAML

/// One element of `azure_sd_configs`: the virtual machines of a subscription.
package struct AzureDiscovery: DiscoveryMechanism {
    package static let name = "azure"

    var environment: String
    var authenticationMethod: String
    var subscription: String
    var tenant: String
    var client: String
    var clientSecret: Secret
    var resourceGroup: String
    var poll: PollSettings

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        poll = PollSettings(decoding: fields, base: base, interval: 300_000)
        environment = fields.string("environment") ?? "AzurePublicCloud"
        authenticationMethod = fields.string("authentication_method") ?? "OAuth"
        subscription = fields.string("subscription_id") ?? ""
        tenant = fields.string("tenant_id") ?? ""
        client = fields.string("client_id") ?? ""
        clientSecret = fields.secret("client_secret") ?? Secret("")
        resourceGroup = fields.string("resource_group") ?? ""
        fields.finish()
        if fields.isSound, let problem { fields.reject(problem.reason, problem.key) }
    }

    /// What is wrong, and with which field.
    private var problem: (reason: String, key: String)? {
        func missing(_ key: String) -> (reason: String, key: String) {
            ("azure SD configuration requires a \(key)", key)
        }
        if subscription.isEmpty { return missing("subscription_id") }
        switch authenticationMethod {
        case "OAuth":
            if tenant.isEmpty { return missing("tenant_id") }
            if client.isEmpty { return missing("client_id") }
            if clientSecret.isEmpty { return missing("client_secret") }
            return nil
        case "ManagedIdentity", "SDK", "WorkloadIdentity": return nil
        default:
            let known = "Supported types are \"OAuth\", \"ManagedIdentity\", \"SDK\" or \"WorkloadIdentity\""
            return (
                "unknown authentication_type \(authenticationMethod.quoted). \(known)", "authentication_method"
            )
        }
    }

    package var displayedFields: [YAMLField] {
        let fields: [YAMLField?] = [
            .text("environment", environment), poll.portField, YAMLField("subscription_id", .string(subscription)),
            .text("tenant_id", tenant), .text("client_id", client), .secret("client_secret", clientSecret),
            poll.intervalField, .text("authentication_method", authenticationMethod),
            .text("resource_group", resourceGroup),
        ]
        return fields.compactMap(\.self) + poll.http.displayedFields
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        let api = try poll.client(environment)
        return environment.refreshing(
            Self.name,
            everyMilliseconds: poll.refreshIntervalMilliseconds,
            AzureTargetSource(
                settings: self,
                api: api,
                tokens: AzureTokenSource(settings: self, api: api, environment: environment),
                environment: environment
            )
        )
    }
}
