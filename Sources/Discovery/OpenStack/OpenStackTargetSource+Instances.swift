internal import Logging
internal import PrometheusModel

extension OpenStackTargetSource {
    /// Where a floating address leads to: an address of a machine.
    private struct Place: Hashable {
        let machine: String
        let address: String
    }

    /// Each private address of each instance.
    func instances() async throws -> [Labels] {
        let compute = try await told("could not create OpenStack compute session") { try session.endpoint("compute") }
        let network = try await networkEndpoint()
        let floating = try await told("failed to extract floating IPs") {
            try await session.list("\(network)/floatingips", "floatingips")
        }
        let ports = try await told("failed to extract Ports") {
            try await session.list("\(network)/ports", "ports")
        }
        let machines = Dictionary(ports.map { ($0["id"].text, $0["device_id"].text) }, uniquingKeysWith: { $1 })
        var floatingAddresses: [Place: String] = [:]
        for address in floating {
            guard let machine = machines[address["port_id"].text], !address["fixed_ip_address"].text.isEmpty else {
                continue
            }
            let place = Place(machine: machine, address: address["fixed_ip_address"].text)
            floatingAddresses[place] = address["floating_ip_address"].text
        }
        let query = settings.listsAllTenants ? "?all_tenants=true" : ""
        let servers = try await told("could not extract instances") {
            try await session.list("\(compute)/servers/detail\(query)", "servers")
        }
        let isFloating = Set(floating.map { $0["floating_ip_address"].text })
        return servers.flatMap { targets(of: $0, floatingAddresses, isFloating) }
    }

    private func targets(
        of server: JSONValue,
        _ floatingAddresses: [Place: String],
        _ isFloating: Set<String>
    ) -> [Labels] {
        let id = server["id"].text
        guard !server["addresses"].entries.isEmpty else {
            logger.info("Got no IP address", metadata: ["instance": "\(id)"])
            return []
        }
        let common = labels(of: server)
        var targets: [Labels] = []
        for (pool, addresses) in server["addresses"].entries {
            for address in addresses.elements.map(\.["addr"].text)
            where !address.isEmpty && !isFloating.contains(address) {
                var labels = common
                labels["address_pool"] = pool
                labels["private_ip"] = address
                labels["public_ip"] = floatingAddresses[Place(machine: id, address: address)]
                labels.setPlain("__address__", joinedAddress(address, settings.port))
                targets.append(labels.labels())
            }
        }
        return targets
    }

    private func labels(of server: JSONValue) -> MetaLabels {
        var labels = MetaLabels(Self.prefix)
        labels["instance_id"] = server["id"].text
        labels["instance_status"] = server["status"].text
        labels["instance_name"] = server["name"].text
        labels["project_id"] = server["tenant_id"].text
        labels["user_id"] = server["user_id"].text
        // Newer versions of the API tell the flavor itself, older ones its id.
        let name = server["flavor"]["original_name"].text
        labels["instance_flavor"] = name.isEmpty ? server["flavor"]["id"].text : name
        labels["instance_image"] = server["image"]["id"].text
        for (key, value) in server["metadata"].entries { labels.set("tag_", key: key, value.text) }
        return labels
    }
}
