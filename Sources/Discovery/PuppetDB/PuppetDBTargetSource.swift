internal import HTTPClients
internal import PrometheusModel

/// Asks PuppetDB for resources.
struct PuppetDBTargetSource: TargetSource {
    let settings: PuppetDBDiscovery
    let api: APIClient

    private var queryURL: String {
        var base = settings.url
        while base.hasSuffix("/") { base.removeLast() }
        return "\(base)/pdb/query/v4"
    }

    func groups() async throws -> [TargetGroup] {
        let response = try await api.send(
            "POST",
            queryURL,
            headers: [("Accept", "application/json"), ("Content-Type", "application/json")],
            body: Array("{\"query\":\(JSONText.quoted(settings.query))}".utf8)
        )
        guard response.isSuccess else {
            throw DiscoveryError("server returned HTTP status \(response.status) \(response.reason)")
        }
        let type = response.header("Content-Type") ?? ""
        guard type.prefix(while: { $0 != ";" }).lowercased() == "application/json" else {
            throw DiscoveryError("unsupported content type \(type)")
        }
        let resources = try JSONValue(parsing: response.body).list()
        return [TargetGroup(source: queryURL, targets: resources.map(target))]
    }

    private func target(_ resource: JSONValue) -> Labels {
        var labels = MetaLabels("__meta_puppetdb_")
        labels.setPlain("__address__", joinedAddress(resource["certname"].text, settings.poll.port))
        labels["query"] = settings.query
        for key in ["certname", "resource", "type", "title", "file", "environment"] {
            labels[key] = resource[key].text
        }
        labels["exported"] = resource["exported"].isTrue ? "true" : "false"
        if !resource["tags"].elements.isEmpty { labels["tags"] = resource["tags"].texts.joinedWithin(",") }
        if settings.includesParameters { Self.addParameters(resource["parameters"], "parameter_", to: &labels) }
        return labels.labels()
    }

    /// Adds parameters, those within others with both names.
    private static func addParameters(_ parameters: JSONValue, _ prefix: String, to labels: inout MetaLabels) {
        for (key, value) in parameters.entries {
            switch value {
            case .null: continue
            case .plain(let text), .string(let text): labels.set(prefix, key: key, text)
            case .array(let elements):
                let texts = elements.map(\.text).filter { !$0.isEmpty }
                if !texts.isEmpty { labels.set(prefix, key: key, texts.joined(separator: ",")) }
            case .object: addParameters(value, prefix + key.sanitisedLabelName + "_", to: &labels)
            }
        }
    }
}
