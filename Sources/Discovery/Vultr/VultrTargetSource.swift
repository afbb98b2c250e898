internal import HTTPClients
internal import PrometheusModel

/// Asks Vultr for instances.
struct VultrTargetSource: TargetSource {
    let port: Int
    let api: APIClient

    func groups() async throws -> [TargetGroup] {
        func url(_ cursor: String) -> String { "https://api.vultr.com/v2/instances?\(cursor)per_page=100" }
        let instances = try await api.pages(url(""), list: { try $0.list("instances") }) { answer, _ in
            let next = answer["meta"]["links"]["next"].text
            return next.isEmpty ? nil : url("cursor=\(PercentEscapes.escaped(next))&")
        }
        return [TargetGroup(source: "Vultr", targets: instances.map(target))]
    }

    private func target(_ instance: JSONValue) -> Labels {
        var labels = MetaLabels("__meta_vultr_instance_")
        labels.setPlain("__address__", joinedAddress(instance["main_ip"].text, port))
        let keys = [
            ("id", "id"), ("label", "label"), ("os", "os"), ("region", "region"), ("plan", "plan"),
            ("main_ip", "main_ip"), ("internal_ip", "internal_ip"), ("main_ipv6", "v6_main_ip"),
            ("hostname", "hostname"), ("server_status", "server_status"),
        ]
        for (label, key) in keys { labels[label] = instance[key].text }
        for (label, key) in [
            ("os_id", "os_id"), ("vcpu_count", "vcpu_count"), ("ram_mb", "ram"), ("disk_gb", "disk"),
            ("allowed_bandwidth_gb", "allowed_bandwidth"),
        ] { labels[label] = instance[key].text.isEmpty ? "0" : instance[key].text }
        for list in ["features", "tags"] where !instance[list].elements.isEmpty {
            labels[list] = instance[list].texts.joinedWithin(",")
        }
        return labels.labels()
    }
}
