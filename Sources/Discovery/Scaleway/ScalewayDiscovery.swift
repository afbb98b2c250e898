internal import HTTPClients
package import StrictYAML

/// One element of `scaleway_sd_configs`: a project's instances or bare metal.
package struct ScalewayDiscovery: DiscoveryMechanism {
    package static let name = "scaleway"

    var poll: PollSettings
    var project: String
    var apiURL: String
    var zone: String
    var accessKey: String
    var secretKey: Secret
    var secretKeyFile: String
    var nameFilter: String
    var tagsFilter: [String]
    var role: String

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        poll = PollSettings(decoding: fields, base: base)
        project = fields.string("project_id") ?? ""
        apiURL = fields.string("api_url") ?? "https://api.scaleway.com"
        zone = fields.string("zone") ?? "fr-par-1"
        accessKey = fields.string("access_key") ?? ""
        secretKey = fields.secret("secret_key") ?? Secret("")
        secretKeyFile = base.resolve(fields.string("secret_key_file") ?? "")
        nameFilter = fields.string("name_filter") ?? ""
        tagsFilter = fields.strings("tags_filter") ?? []
        role = fields.string("role") ?? ""
        fields.finish()
        if fields.isSound, let problem { fields.reject(problem.reason, problem.key) }
    }

    /// What is wrong, and with which field.
    private var problem: (reason: String, key: String)? {
        if role.isEmpty { return ("role missing (one of: instance, baremetal)", "role") }
        guard role == "instance" || role == "baremetal" else { return ("unknown role \"\(role)\"", "role") }
        if project.isEmpty { return ("project_id is mandatory", "project_id") }
        if secretKey.isEmpty, secretKeyFile.isEmpty {
            return ("one of secret_key & secret_key_file must be configured", "secret_key")
        }
        if !secretKey.isEmpty, !secretKeyFile.isEmpty {
            return ("at most one of secret_key & secret_key_file must be configured", "secret_key")
        }
        if accessKey.isEmpty { return ("access_key is mandatory", "access_key") }
        guard accessKey.hasPrefix("SCW"), accessKey.utf8.count == 20 else {
            let form = "expected SCWXXXXXXXXXXXXXXXXX format"
            return ("scaleway-sdk-go: invalid access key format '\(accessKey)', \(form)", "access_key")
        }
        return nil
    }

    package var displayedFields: [YAMLField] {
        var fields = [
            YAMLField("project_id", .string(project)), YAMLField("api_url", .string(apiURL)),
            YAMLField("zone", .string(zone)), YAMLField("access_key", .string(accessKey)),
            YAMLField("secret_key", .string(secretKey.isEmpty ? "" : secretKey.description)),
            YAMLField("secret_key_file", .string(secretKeyFile)),
        ]
        let filters: [YAMLField?] = [.text("name_filter", nameFilter), .texts("tags_filter", tagsFilter)]
        fields += filters.compactMap(\.self)
        return fields + poll.displayedFields + [YAMLField("role", .string(role))]
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        environment.refreshing(
            Self.name,
            everyMilliseconds: poll.refreshIntervalMilliseconds,
            ScalewayTargetSource(settings: self, api: try poll.client(environment))
        )
    }
}
