internal import HTTPClients
internal import PrometheusModel
package import StrictYAML

/// One element of `oci_sd_configs`: the instances in compartments of Oracle's cloud.
package struct OCIDiscovery: DiscoveryMechanism {
    package static let name = "oci"

    /// `api_key` or `instance_principal`.
    var auth: String
    var tenancy: String
    var user: String
    var fingerprint: String
    var keyFile: String
    var keyPassphrase: Secret
    var keyPassphraseFile: String
    var region: String
    var compartments: [String]
    var poll: PollSettings

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        poll = PollSettings(decoding: fields, base: base)
        auth = fields.string("auth") ?? "api_key"
        tenancy = fields.string("tenancy") ?? ""
        user = fields.string("user") ?? ""
        fingerprint = fields.string("fingerprint") ?? ""
        keyFile = base.resolve(fields.string("key_file") ?? "")
        keyPassphrase = fields.secret("key_passphrase") ?? Secret("")
        keyPassphraseFile = base.resolve(fields.string("key_passphrase_file") ?? "")
        region = fields.string("region") ?? ""
        compartments = fields.strings("compartments") ?? []
        fields.finish()
        if fields.isSound, let problem { fields.reject("oci_sd: \(problem.reason)", problem.key) }
    }

    /// What is wrong, and with which field.
    private var problem: (reason: String, key: String)? {
        guard auth == "api_key" || auth == "instance_principal" else {
            return ("unknown auth method \(auth.quoted), expected \"api_key\" or \"instance_principal\"", "auth")
        }
        if auth == "api_key" {
            for (key, value) in [
                ("tenancy", tenancy), ("user", user), ("fingerprint", fingerprint), ("key_file", keyFile),
            ] where value.isEmpty {
                return ("\(key) is required for auth method \"api_key\"", key)
            }
            if !keyPassphrase.isEmpty, !keyPassphraseFile.isEmpty {
                return ("at most one of key_passphrase & key_passphrase_file must be configured", "key_passphrase")
            }
        }
        if region.isEmpty { return ("region is required", "region") }
        return nil
    }

    package var displayedFields: [YAMLField] {
        let fields: [YAMLField?] = [
            YAMLField("auth", .string(auth)), .text("tenancy", tenancy), .text("user", user),
            .text("fingerprint", fingerprint), .text("key_file", keyFile), .secret("key_passphrase", keyPassphrase),
            .text("key_passphrase_file", keyPassphraseFile), YAMLField("region", .string(region)),
            .texts("compartments", compartments), poll.intervalField, poll.portField,
        ]
        return fields.compactMap(\.self) + poll.http.displayedFields
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        let api = try poll.client(environment)
        return environment.refreshing(
            Self.name,
            everyMilliseconds: poll.refreshIntervalMilliseconds,
            OCITargetSource(
                settings: self,
                api: api,
                keys: OCIKeySource(
                    settings: self,
                    api: api,
                    local: try environment.api(HTTPClientSettings(), timeoutMilliseconds: 10_000),
                    environment: environment
                )
            )
        )
    }
}
