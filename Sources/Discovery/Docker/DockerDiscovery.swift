internal import HTTPClients
package import StrictYAML

/// One element of `docker_sd_configs`: the containers of a Docker daemon.
package struct DockerDiscovery: DiscoveryMechanism {
    package static let name = "docker"
    package static let elementType = "moby.DockerSDConfig"
    package static let decodedType = "moby.plain"

    var poll: PollSettings
    var host: String
    var filters: [NamedFilter]
    var hostNetworkingHost: String
    var matchesFirstNetwork: Bool

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        poll = PollSettings(decoding: fields, base: base)
        host = fields.string("host") ?? ""
        filters = NamedFilter.decode(fields, type: "moby.Filter", list: "[]moby.Filter")
        hostNetworkingHost = fields.string("host_networking_host") ?? "localhost"
        matchesFirstNetwork = fields.bool("match_first_network") ?? true
        fields.finish()
        if fields.isSound, let problem { fields.reject(problem.reason, problem.key) }
    }

    /// What is wrong, and with which field.
    private var problem: (reason: String, key: String)? {
        if host.isEmpty { return ("host missing", "host") }
        if let problem = URLText.problem(host) { return (problem, "host") }
        return nil
    }

    package var displayedFields: [YAMLField] {
        poll.http.displayedFields + [
            YAMLField("host", .string(host)), poll.portField,
            YAMLField("filters", .sequence(filters.map(\.displayed))),
            YAMLField("host_networking_host", .string(hostNetworkingHost)), poll.intervalField,
            YAMLField("match_first_network", .bool(matchesFirstNetwork)),
        ]
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        let client: DockerClient
        do throws(DiscoveryError) {
            _ = try DockerHost(host)
        } catch {
            throw DiscoveryError("error setting up docker client: \(error)")
        }
        client = try DockerClient(host, poll, environment)
        return environment.refreshing(
            Self.name,
            everyMilliseconds: poll.refreshIntervalMilliseconds,
            DockerTargetSource(settings: self, client: client)
        )
    }
}
