internal import HTTPClients
package import StrictYAML

/// One element of `dockerswarm_sd_configs`: the services, tasks or nodes of a swarm.
package struct DockerSwarmDiscovery: DiscoveryMechanism {
    package static let name = "dockerswarm"
    package static let elementType = "moby.DockerSwarmSDConfig"
    package static let decodedType = "moby.plain"

    var poll: PollSettings
    var host: String
    var role: String
    var filters: [NamedFilter]

    package init(decoding fields: YAMLFields, base: BaseDirectory) {
        poll = PollSettings(decoding: fields, base: base)
        host = fields.string("host") ?? ""
        role = fields.string("role") ?? ""
        filters = NamedFilter.decode(fields, type: "moby.Filter", list: "[]moby.Filter")
        fields.finish()
        if fields.isSound, let problem { fields.reject(problem.reason, problem.key) }
    }

    /// What is wrong, and with which field.
    private var problem: (reason: String, key: String)? {
        if host.isEmpty { return ("host missing", "host") }
        if let problem = URLText.problem(host) { return (problem, "host") }
        if role.isEmpty { return ("role missing (one of: tasks, services, nodes)", "role") }
        guard ["services", "tasks", "nodes"].contains(role) else {
            return ("invalid role \(role), expected tasks, services, or nodes", "role")
        }
        return nil
    }

    package var displayedFields: [YAMLField] {
        poll.http.displayedFields + [
            YAMLField("host", .string(host)), YAMLField("role", .string(role)), poll.portField,
            YAMLField("filters", .sequence(filters.map(\.displayed))), poll.intervalField,
        ]
    }

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        do throws(DiscoveryError) {
            _ = try DockerHost(host)
        } catch {
            throw DiscoveryError("error setting up docker swarm client: \(error)")
        }
        return environment.refreshing(
            Self.name,
            everyMilliseconds: poll.refreshIntervalMilliseconds,
            DockerSwarmTargetSource(settings: self, client: try DockerClient(host, poll, environment))
        )
    }
}
