internal import PrometheusModel

extension OpenStackTargetSource {
    /// Each load balancer with a listener that tells the balancer's own metrics.
    func loadBalancers() async throws -> [Labels] {
        let endpoint = try await told("could not create OpenStack load balancer session") {
            try session.endpoint("load-balancer")
        }
        let url = endpoint.hasSuffix("/v2.0") ? endpoint : endpoint + "/v2.0"
        let network = try await networkEndpoint()
        let balancers = try await told("failed to extract load balancers") {
            try await session.list("\(url)/lbaas/loadbalancers", "loadbalancers")
        }
        let listeners = try await told("failed to extract listeners") {
            try await session.list("\(url)/lbaas/listeners", "listeners")
        }
        let floating = try await told("failed to extract floating IPs") {
            try await session.list("\(network)/floatingips", "floatingips")
        }
        let addresses = Dictionary(
            floating.filter { !$0["port_id"].text.isEmpty }.map {
                ($0["port_id"].text, $0["floating_ip_address"].text)
            },
            uniquingKeysWith: { $1 }
        )
        var ports: [String: String] = [:]
        for listener in listeners where listener["protocol"].text == "PROMETHEUS" {
            for balancer in listener["loadbalancers"].elements {
                ports[balancer["id"].text] = listener["protocol_port"].text
            }
        }
        return balancers.compactMap { balancer in
            ports[balancer["id"].text].map { target(balancer, port: $0, floatingAddresses: addresses) }
        }
    }

    private func target(_ balancer: JSONValue, port: String, floatingAddresses: [String: String]) -> Labels {
        var labels = MetaLabels(Self.prefix)
        let texts = [
            ("loadbalancer_id", "id"), ("loadbalancer_name", "name"), ("loadbalancer_provider", "provider"),
            ("loadbalancer_operating_status", "operating_status"),
            ("loadbalancer_provisioning_status", "provisioning_status"),
            ("loadbalancer_availability_zone", "availability_zone"), ("loadbalancer_vip", "vip_address"),
            ("project_id", "project_id"),
        ]
        for (label, key) in texts { labels[label] = balancer[key].text }
        labels["loadbalancer_floating_ip"] = floatingAddresses[balancer["vip_port_id"].text]
        labels["loadbalancer_tags"] = balancer["tags"].texts.joined(separator: ",")
        labels.setPlain("__address__", joinedAddress(balancer["vip_address"].text, port))
        return labels.labels()
    }
}
