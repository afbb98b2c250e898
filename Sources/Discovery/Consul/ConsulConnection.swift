internal import HTTPClients
internal import StrictYAML

/// Sends requests to a Consul agent.
struct ConsulConnection: Sendable {
    /// An answer with the index from which to wait for the next.
    struct Answer {
        let index: UInt64
        let body: JSONValue
    }

    private let base: String
    private let query: String
    private let headers: [(name: String, value: String)]
    private let client: any HTTPClient

    init(settings: ConsulDiscovery, client: any HTTPClient, userAgent: String) {
        var server = settings.server.contains("://") ? settings.server : "\(settings.scheme)://\(settings.server)"
        while server.hasSuffix("/") { server.removeLast() }
        let prefix = settings.pathPrefix.split(separator: "/").joined(separator: "/")
        base = prefix.isEmpty ? server : "\(server)/\(prefix)"
        var query = ""
        if !settings.namespace.isEmpty { query += "&ns=\(PercentEscapes.formEscaped(settings.namespace))" }
        if !settings.partition.isEmpty { query += "&partition=\(PercentEscapes.formEscaped(settings.partition))" }
        if settings.allowsStale { query += "&stale=" }
        for entry in settings.nodeMetadata {
            query += "&node-meta=\(PercentEscapes.formEscaped("\(entry.key):\(entry.value)"))"
        }
        self.query = query
        var headers: [(name: String, value: String)] = [("User-Agent", userAgent), ("Accept", "application/json")]
        if !settings.token.isEmpty { headers.append(("X-Consul-Token", settings.token.revealed)) }
        self.headers = headers
        self.client = client
    }

    /// Waits up to two minutes for what is newer than `index`.
    func follow(_ path: String, from index: UInt64, datacenter: String, more: String = "") async throws -> Answer {
        var query = "wait=120000ms"
        if index > 0 { query += "&index=\(index)" }
        if !datacenter.isEmpty { query += "&dc=\(PercentEscapes.formEscaped(datacenter))" }
        return try await get("\(path)?\(query)\(self.query)\(more)")
    }

    /// The datacenter of the agent.
    func datacenter() async throws -> String {
        let answer = try await get("/v1/agent/self")
        let name = answer.body["Config"]["Datacenter"].text
        if name.isEmpty { throw DiscoveryError("invalid value '<nil>' for Config.Datacenter") }
        return name
    }

    private func get(_ path: String) async throws -> Answer {
        let request = HTTPClientRequest(url: base + path, headers: headers, timeout: .seconds(135))
        let response = try await client.send(request)
        guard response.status == 200 else {
            let body = String(decoding: response.body.prefix(512), as: UTF8.self)
            throw DiscoveryError("Unexpected response code: \(response.status) (\(body.trimmed))")
        }
        let index = response.header("X-Consul-Index").flatMap { UInt64($0) } ?? 0
        return Answer(index: index, body: try JSONValue(parsing: response.body))
    }
}
