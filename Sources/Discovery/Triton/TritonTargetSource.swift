internal import HTTPClients
internal import PrometheusModel

/// Asks Triton's container monitor what there is to scrape.
struct TritonTargetSource: TargetSource {
    let settings: TritonDiscovery
    let api: APIClient

    private var url: String {
        let path = settings.role == "cn" ? "gz/discover" : "discover"
        let groups = settings.groups.joined(separator: ",")
        let query = groups.isEmpty ? "" : "?groups=\(PercentEscapes.escaped(groups))"
        return "https://\(settings.endpoint):\(settings.port)/v\(settings.version)/\(path)\(query)"
    }

    func groups() async throws -> [TargetGroup] {
        let answer = try await explained("an error occurred when requesting targets from the discovery endpoint") {
            try await api.json("GET", url)
        }
        let targets =
            settings.role == "cn" ? try answer.list("cns").map(node) : try answer.list("containers").map(container)
        return [TargetGroup(source: url, targets: targets)]
    }

    private func container(_ container: JSONValue) -> Labels {
        var labels = MetaLabels("__meta_triton_")
        labels["machine_alias"] = container["vm_alias"].text
        labels["machine_brand"] = container["vm_brand"].text
        labels["machine_id"] = container["vm_uuid"].text
        labels["machine_image"] = container["vm_image_uuid"].text
        labels["server_id"] = container["server_uuid"].text
        if !container["groups"].elements.isEmpty { labels["groups"] = container["groups"].texts.joinedWithin(",") }
        labels.setPlain("__address__", "\(container["vm_uuid"].text).\(settings.dnsSuffix):\(settings.port)")
        return labels.labels()
    }

    private func node(_ node: JSONValue) -> Labels {
        var labels = MetaLabels("__meta_triton_")
        labels["machine_alias"] = node["server_hostname"].text
        labels["machine_id"] = node["server_uuid"].text
        labels.setPlain("__address__", "\(node["server_uuid"].text).\(settings.dnsSuffix):\(settings.port)")
        return labels.labels()
    }
}
