internal import HTTPClients

/// Asks a Docker daemon, in a version of the API that both know.
struct DockerClient: Sendable {
    /// The newest version whose answers this code was written for.
    private static let newestVersion = (1, 51)

    private let host: DockerHost
    private let shownHost: String
    private let api: APIClient
    /// The start of paths such as `/v1.51`; empty until the daemon was asked.
    private var version = ""

    init(_ host: String, _ poll: PollSettings, _ environment: DiscoveryEnvironment) throws {
        self.host = try DockerHost(host)
        shownHost = host
        // The settings are for HTTP hosts only; upstream talks to the others with the library's own client.
        let settings = self.host.isHTTP ? poll.http : HTTPClientSettings()
        api = try environment.api(settings, timeoutMilliseconds: poll.refreshIntervalMilliseconds)
    }

    /// The answer to a list of the daemon's, such as `/containers/json`.
    mutating func list(_ path: String, _ filters: [NamedFilter] = []) async throws -> [JSONValue] {
        if version.isEmpty { version = try await negotiatedVersion() }
        let query = filters.isEmpty ? "" : "?filters=" + PercentEscapes.escaped(Self.text(filters))
        let response = try await get(version + path + query)
        guard response.isSuccess else {
            let message = (try? JSONValue(parsing: response.body))?["message"].text ?? ""
            let words = message.isEmpty ? String(decoding: response.body.prefix(200), as: UTF8.self).trimmed : message
            throw DiscoveryError("Error response from daemon: \(words)")
        }
        return try JSONValue(parsing: response.body).list()
    }

    /// The older one of the daemon's newest version and ours; daemons that do not tell are very old.
    private func negotiatedVersion() async throws -> String {
        let parts = (try await get("/_ping").header("Api-Version") ?? "1.24").split(separator: ".").compactMap {
            Int($0)
        }
        guard parts.count == 2 else { return "/v1.24" }
        let newest = Self.newestVersion
        let (major, minor) = (parts[0], parts[1]) < newest ? (parts[0], parts[1]) : newest
        return "/v\(major).\(minor)"
    }

    private func get(_ path: String) async throws -> HTTPClientResponse {
        do {
            // A socket of the file system has no name that could be a host.
            return try await api.send(
                "GET",
                host.baseURL + path,
                headers: host.isLocal ? [("Host", "localhost")] : []
            )
        } catch HTTPClientError.failed(_, _, let reason) where reason.hasPrefix("dial") {
            throw DiscoveryError("Cannot connect to the Docker daemon at \(shownHost). Is the docker daemon running?")
        }
    }

    /// Filters as the API takes them: each name with the set of its values.
    private static func text(_ filters: [NamedFilter]) -> String {
        var values: [String: Set<String>] = [:]
        for filter in filters { values[filter.name, default: []].formUnion(filter.values) }
        let entries = values.sorted { $0.key < $1.key }.map { name, values in
            "\(JSONText.quoted(name)):{"
                + values.sorted().map { "\(JSONText.quoted($0)):true" }.joined(separator: ",") + "}"
        }
        return "{" + entries.joined(separator: ",") + "}"
    }

    /// The labels of the daemon's networks by their ids; `prefix` is that of the mechanism.
    mutating func networkLabels(_ prefix: String) async throws -> [String: MetaLabels] {
        var all: [String: MetaLabels] = [:]
        for network in try await list("/networks") {
            var labels = MetaLabels(prefix)
            labels["network_id"] = network["Id"].text
            labels["network_name"] = network["Name"].text
            labels["network_scope"] = network["Scope"].text
            labels["network_internal"] = network["Internal"].isTrue ? "true" : "false"
            labels["network_ingress"] = network["Ingress"].isTrue ? "true" : "false"
            for (key, value) in network["Labels"].entries { labels.set("network_label_", key: key, value.text) }
            all[network["Id"].text] = labels
        }
        return all
    }
}
