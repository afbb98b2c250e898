internal import HTTPClients
package import StrictYAML

/// One element of `puppetdb_sd_configs`: the resources that a query finds in PuppetDB.
package struct PuppetDBDiscovery: DiscoveryMechanism {
    package static let name = "puppetdb"

    var poll: PollSettings
    var url: String
    var query: String
    var includesParameters: Bool

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        poll = PollSettings(decoding: fields, base: base)
        url = fields.string("url") ?? ""
        query = fields.string("query") ?? ""
        includesParameters = fields.bool("include_parameters") ?? false
        fields.finish()
        if fields.isSound, let problem { fields.reject(problem.reason, problem.key) }
    }

    /// What is wrong, and with which field.
    private var problem: (reason: String, key: String)? {
        if let problem = HTTPTargetURL.problem(url) { return (problem, "url") }
        if query.isEmpty { return ("query missing", "query") }
        return nil
    }

    package var displayedFields: [YAMLField] {
        poll.http.displayedFields + [
            poll.intervalField, YAMLField("url", .string(url)), YAMLField("query", .string(query)),
            YAMLField("include_parameters", .bool(includesParameters)), poll.portField,
        ]
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        environment.refreshing(
            Self.name,
            everyMilliseconds: poll.refreshIntervalMilliseconds,
            PuppetDBTargetSource(settings: self, api: try poll.client(environment))
        )
    }
}
