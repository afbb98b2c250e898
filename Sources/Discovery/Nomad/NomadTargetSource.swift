internal import HTTPClients
internal import PrometheusClient
internal import PrometheusModel

/// Asks a Nomad server for the names of its services, then for each service's instances.
struct NomadTargetSource: TargetSource {
    let settings: NomadDiscovery
    let userAgent: String
    let client: any HTTPClient
    let failures: Counter

    func groups() async throws -> [TargetGroup] {
        do {
            return [TargetGroup(source: "Nomad", targets: try await targets())]
        } catch {
            failures.increment()
            throw error
        }
    }

    private func targets() async throws -> [Labels] {
        var targets: [Labels] = []
        for namespace in try await get("/v1/services").elements {
            for service in namespace["Services"].elements {
                let name = service["ServiceName"].text
                let instances = try await get("/v1/service/\(PercentEscapes.escaped(name))")
                targets += instances.elements.map(target)
            }
        }
        return targets
    }

    private func target(_ instance: JSONValue) -> Labels {
        let (host, port) = (instance["Address"].text, instance["Port"].text)
        var meta = MetaLabels("__meta_nomad_")
        meta.setPlain("__address__", joinedAddress(host, port))
        meta["address"] = host
        meta["dc"] = instance["Datacenter"].text
        meta["namespace"] = instance["Namespace"].text
        meta["node_id"] = instance["NodeID"].text
        meta["service"] = instance["ServiceName"].text
        meta["service_address"] = host
        meta["service_id"] = instance["ID"].text
        meta["service_port"] = port
        let tags = instance["Tags"].texts
        if !tags.isEmpty { meta["tags"] = tags.joinedWithin(settings.tagSeparator) }
        return meta.labels()
    }

    private func get(_ path: String) async throws -> JSONValue {
        var query = "namespace=\(PercentEscapes.formEscaped(settings.namespace))"
        if !settings.region.isEmpty { query += "&region=\(PercentEscapes.formEscaped(settings.region))" }
        if settings.allowsStale { query += "&stale=" }
        let server = settings.server.hasSuffix("/") ? String(settings.server.dropLast()) : settings.server
        let response = try await client.send(
            HTTPClientRequest(
                url: "\(server)\(path)?\(query)",
                headers: [("User-Agent", userAgent), ("Accept", "application/json")],
                timeout: .milliseconds(settings.refreshIntervalMilliseconds)
            )
        )
        guard response.status == 200 else {
            let body = String(decoding: response.body.prefix(512), as: UTF8.self)
            throw DiscoveryError("Unexpected response code: \(response.status) (\(body.trimmed))")
        }
        return try JSONValue(parsing: response.body)
    }
}
