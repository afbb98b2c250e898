internal import HTTPClients
internal import PrometheusModel

/// Asks Hetzner's robot for rented machines.
struct HetznerRobotSource: TargetSource {
    let port: Int
    let api: APIClient

    func groups() async throws -> [TargetGroup] {
        let response = try await api.send("GET", "https://robot-ws.your-server.de/server")
        guard response.isSuccess else {
            throw DiscoveryError(
                "non 2xx status '\(response.status)' response during hetzner service discovery with role robot"
            )
        }
        let servers = try JSONValue(parsing: response.body).list().map { $0["server"] }
        return [TargetGroup(source: "hetzner", targets: servers.map(target))]
    }

    private func target(_ server: JSONValue) -> Labels {
        let address = server["server_ip"].text
        var labels = MetaLabels("__meta_hetzner_")
        labels.setPlain("__address__", joinedAddress(address, port))
        labels["role"] = "robot"
        labels["server_id"] = server["server_number"].text
        labels["server_name"] = server["server_name"].text
        labels["server_status"] = server["status"].text
        labels["datacenter"] = server["dc"].text.lowercased()
        labels["robot_datacenter"] = server["dc"].text.lowercased()
        labels["public_ipv4"] = address
        for subnet in server["subnet"].elements where subnet["ip"].text.contains(":") {
            labels["public_ipv6_network"] = "\(subnet["ip"].text)/\(subnet["mask"].text)"
            break
        }
        labels["robot_product"] = server["product"].text
        labels["robot_cancelled"] = server["cancelled"].isTrue ? "true" : "false"
        return labels.labels()
    }
}
