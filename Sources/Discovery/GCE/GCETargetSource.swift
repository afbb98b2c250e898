internal import HTTPClients
internal import PrometheusModel

/// Asks Google Compute Engine for instances.
struct GCETargetSource: TargetSource {
    private static let mostPages = 10_000

    let settings: GCEDiscovery
    let api: APIClient
    var tokens: GoogleTokenSource

    mutating func groups() async throws -> [TargetGroup] {
        var targets: [Labels] = []
        do {
            var token = ""
            for _ in 0..<Self.mostPages {
                let page = try await page(token)
                targets += try page.list("items").compactMap(target)
                token = page["nextPageToken"].text
                if token.isEmpty { break }
            }
        } catch {
            throw DiscoveryError("error retrieving refresh targets from gce: \(error)")
        }
        return [TargetGroup(source: "GCE_\(settings.project)_\(settings.zone)", targets: targets)]
    }

    private mutating func page(_ token: String) async throws -> JSONValue {
        let project = PercentEscapes.escaped(settings.project)
        let zone = PercentEscapes.escaped(settings.zone)
        var query = [(name: "alt", value: "json")]
        if !settings.filter.isEmpty { query.append(("filter", settings.filter)) }
        if !token.isEmpty { query.append(("pageToken", token)) }
        query.append(("prettyPrint", "false"))
        let url =
            "https://compute.googleapis.com/compute/v1/projects/\(project)/zones/\(zone)/instances?"
            + FormText.text(query)
        let response = try await api.send("GET", url, headers: [try await tokens.header()])
        guard response.isSuccess else {
            if response.status == 401 { tokens.forget() }
            throw Self.refusal(response)
        }
        return try JSONValue(parsing: response.body)
    }

    /// What the API says of a request that it refuses, as Google's library for Go tells it.
    private static func refusal(_ response: HTTPClientResponse) -> DiscoveryError {
        let error = (try? JSONValue(parsing: response.body))?["error"] ?? .null
        guard !error["message"].text.isEmpty else {
            let text = String(decoding: response.body.prefix(1000), as: UTF8.self)
            return DiscoveryError("googleapi: got HTTP response code \(response.status) with body: \(text)")
        }
        let reason = error["errors"][0]["reason"].text
        let end = reason.isEmpty ? "" : ", \(reason)"
        return DiscoveryError("googleapi: Error \(response.status): \(error["message"].text)\(end)")
    }

    private func target(_ instance: JSONValue) -> Labels? {
        let interfaces = instance["networkInterfaces"].elements
        guard let first = interfaces.first else { return nil }
        var labels = MetaLabels("__meta_gce_")
        labels["project"] = settings.project
        labels["zone"] = instance["zone"].text
        labels["instance_id"] = instance["id"].text
        labels["instance_name"] = instance["name"].text
        labels["instance_status"] = instance["status"].text
        labels["machine_type"] = instance["machineType"].text
        labels["network"] = first["network"].text
        labels["subnetwork"] = first["subnetwork"].text
        let address = first["networkIP"].text
        labels["private_ip"] = address
        labels.setPlain("__address__", "\(address):\(settings.port)")
        for interface in interfaces {
            labels.set("interface_ipv4_", key: interface["name"].text, interface["networkIP"].text)
        }
        let access = first["accessConfigs"][0]
        if access["type"].text == "ONE_TO_ONE_NAT" { labels["public_ip"] = access["natIP"].text }
        let tags = instance["tags"]["items"].texts
        if !tags.isEmpty { labels["tags"] = tags.joinedWithin(settings.tagSeparator) }
        for item in instance["metadata"]["items"].elements {
            labels.set("metadata_", key: item["key"].text, item["value"].text)
        }
        for (key, value) in instance["labels"].entries { labels.set("label_", key: key, value.text) }
        return labels.labels()
    }
}
