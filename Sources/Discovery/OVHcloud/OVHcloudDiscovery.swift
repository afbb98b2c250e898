internal import HTTPClients
internal import PrometheusModel
package import StrictYAML

/// One element of `ovhcloud_sd_configs`: an account's virtual or dedicated servers.
package struct OVHcloudDiscovery: DiscoveryMechanism {
    package static let name = "ovhcloud"
    private static let endpoints = [
        "ovh-eu": "https://eu.api.ovh.com/1.0", "ovh-ca": "https://ca.api.ovh.com/1.0",
        "ovh-us": "https://api.us.ovhcloud.com/1.0", "kimsufi-eu": "https://eu.api.kimsufi.com/1.0",
        "kimsufi-ca": "https://ca.api.kimsufi.com/1.0", "soyoustart-eu": "https://eu.api.soyoustart.com/1.0",
        "soyoustart-ca": "https://ca.api.soyoustart.com/1.0",
    ]

    var endpoint: String
    var applicationKey: String
    var applicationSecret: Secret
    var consumerKey: Secret
    var refreshIntervalMilliseconds: Int64
    var service: String

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        endpoint = fields.string("endpoint") ?? "ovh-eu"
        applicationKey = fields.string("application_key") ?? ""
        applicationSecret = fields.secret("application_secret") ?? Secret("")
        consumerKey = fields.secret("consumer_key") ?? Secret("")
        refreshIntervalMilliseconds = fields.refreshInterval()
        service = fields.string("service") ?? ""
        fields.finish()
        if fields.isSound, let problem { fields.reject(problem.reason, problem.key) }
    }

    /// What is wrong, and with which field.
    private var problem: (reason: String, key: String)? {
        if endpoint.isEmpty { return ("endpoint can not be empty", "endpoint") }
        if applicationKey.isEmpty { return ("application key can not be empty", "application_key") }
        if applicationSecret.isEmpty { return ("application secret can not be empty", "application_secret") }
        if consumerKey.isEmpty { return ("consumer key can not be empty", "consumer_key") }
        guard service == "vps" || service == "dedicated_server" else {
            return ("unknown service: \(service)", "service")
        }
        return nil
    }

    package var displayedFields: [YAMLField] {
        [
            YAMLField("endpoint", .string(endpoint)), YAMLField("application_key", .string(applicationKey)),
            YAMLField("application_secret", .string(applicationSecret.description)),
            YAMLField("consumer_key", .string(consumerKey.description)),
            YAMLField("refresh_interval", .string(DurationText.string(milliseconds: refreshIntervalMilliseconds))),
            YAMLField("service", .string(service)),
        ]
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        guard let url = endpoint.contains("/") ? endpoint : Self.endpoints[endpoint] else {
            throw DiscoveryError("unknown endpoint '\(endpoint)', consider checking 'Endpoints' list of using an URL")
        }
        return environment.refreshing(
            Self.name,
            everyMilliseconds: refreshIntervalMilliseconds,
            OVHcloudTargetSource(
                settings: self,
                url: url,
                api: try environment.api(HTTPClientSettings(), timeoutMilliseconds: refreshIntervalMilliseconds),
                environment: environment
            )
        )
    }
}
