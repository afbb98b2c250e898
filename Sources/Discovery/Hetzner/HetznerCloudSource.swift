internal import HTTPClients
internal import PrometheusModel

/// Asks Hetzner's cloud for servers.
struct HetznerCloudSource: TargetSource {
    let labelSelector: String
    let port: Int
    let api: APIClient

    func groups() async throws -> [TargetGroup] {
        let selector = labelSelector.isEmpty ? "" : "label_selector=\(PercentEscapes.escaped(labelSelector))&"
        let servers = try await list("servers", selector)
        let networks = try await list("networks", "")
        let names = Dictionary(networks.map { ($0["id"].text, $0["name"].text) }, uniquingKeysWith: { $1 })
        return [TargetGroup(source: "hetzner", targets: servers.map { target($0, names) })]
    }

    private func list(_ kind: String, _ query: String) async throws -> [JSONValue] {
        let url = "https://api.hetzner.cloud/v1/\(kind)?\(query)"
        return try await api.pages("\(url)page=1&per_page=50", list: { try $0.list(kind) }) { answer, _ in
            answer["meta"]["pagination"]["next_page"].integer.map { "\(url)page=\($0)&per_page=50" }
        }
    }

    private func target(_ server: JSONValue, _ networks: [String: String]) -> Labels {
        // Upstream prints a missing address so, and users' relabelling may look for it.
        func shown(_ text: String) -> String { text.isEmpty ? "<nil>" : text }
        let address = shown(server["public_net"]["ipv4"]["ip"].text)
        var labels = MetaLabels("__meta_hetzner_")
        labels.setPlain("__address__", joinedAddress(address, port))
        labels["role"] = "hcloud"
        labels["server_id"] = server["id"].text
        labels["server_name"] = server["name"].text
        labels["server_status"] = server["status"].text
        labels["datacenter"] = server["datacenter"]["name"].text
        labels["public_ipv4"] = address
        labels["public_ipv6_network"] = shown(server["public_net"]["ipv6"]["ip"].text)
        labels.merge(Self.cloudLabels(server, networks))
        return labels.labels()
    }

    private static func cloudLabels(_ server: JSONValue, _ networks: [String: String]) -> MetaLabels {
        var labels = MetaLabels("__meta_hetzner_hcloud_")
        for (label, key) in [
            ("name", "name"), ("description", "description"), ("os_flavor", "os_flavor"), ("os_version", "os_version"),
        ] { labels["image_\(label)"] = server["image"][key].text }
        let inCenter = server["datacenter"]["location"]
        let location = server["location"].isNull ? inCenter : server["location"]
        labels["location"] = location["name"].text
        labels["location_network_zone"] = location["network_zone"].text
        labels["datacenter_location"] = location["name"].text
        labels["datacenter_location_network_zone"] = location["network_zone"].text
        let type = server["server_type"]
        labels["server_type"] = type["name"].text
        labels["cpu_cores"] = type["cores"].text
        labels["cpu_type"] = type["cpu_type"].text
        labels["memory_size_gb"] = Double(type["memory"].text).flatMap { Int(exactly: $0.rounded(.towardZero)) }
            .map { "\($0)" }
        labels["disk_size_gb"] = type["disk"].text
        for attachment in server["private_net"].elements {
            guard let name = networks[attachment["network"].text] else { continue }
            labels.set("private_ipv4_", key: name, attachment["ip"].text)
        }
        for (key, value) in server["labels"].entries {
            labels.set("labelpresent_", key: key, "true")
            labels.set("label_", key: key, value.text)
        }
        return labels
    }
}
