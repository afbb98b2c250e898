internal import HTTPClients
internal import PrometheusModel

/// Asks a Docker daemon for its containers.
struct DockerTargetSource: TargetSource {
    private static let prefix = "__meta_docker_"

    let settings: DockerDiscovery
    var client: DockerClient

    mutating func groups() async throws -> [TargetGroup] {
        let containers: [JSONValue]
        let networkLabels: [String: MetaLabels]
        do {
            containers = try await client.list("/containers/json", settings.filters)
        } catch {
            throw DiscoveryError("error while listing containers: \(error)")
        }
        do {
            networkLabels = try await client.networkLabels(Self.prefix)
        } catch {
            throw DiscoveryError("error while computing network labels: \(error)")
        }
        let byID = Dictionary(containers.map { ($0["Id"].text, $0) }, uniquingKeysWith: { $1 })
        let found = containers.filter { !$0["Names"].elements.isEmpty }.flatMap { container in
            networks(of: container, byID).flatMap { network in
                targets(container, network, networkLabels[network["NetworkID"].text])
            }
        }
        return [TargetGroup(source: "Docker", targets: found)]
    }

    /// The networks of a container, or of the one whose networks it shares.
    private func networks(of container: JSONValue, _ byID: [String: JSONValue]) -> [JSONValue] {
        var networks = container["NetworkSettings"]["Networks"].entries
        var mode = container["HostConfig"]["NetworkMode"].text
        // Containers cannot share in a circle, but a list from outside could say so.
        for _ in 0...byID.count where networks.isEmpty {
            guard mode.hasPrefix("container:"), let other = byID[String(mode.dropFirst("container:".count))] else {
                break
            }
            networks = other["NetworkSettings"]["Networks"].entries
            mode = other["HostConfig"]["NetworkMode"].text
        }
        guard settings.matchesFirstNetwork, networks.count > 1, let first = networks.first else {
            return networks.map(\.value)
        }
        return [(networks.first { $0.key == mode } ?? first).value]
    }

    private func targets(_ container: JSONValue, _ network: JSONValue, _ networkLabels: MetaLabels?) -> [Labels] {
        let address4 = network["IPAddress"].text
        let address = address4.isEmpty ? network["GlobalIPv6Address"].text : address4
        var common = Self.labels(container)
        common["network_ip"] = address
        if let networkLabels { common.merge(networkLabels) }
        let ports = container["Ports"].elements.filter { $0["Type"].text == "tcp" }
        guard !ports.isEmpty else {
            // Containers in the host's network have no ports.
            let isInHostNetwork = container["HostConfig"]["NetworkMode"].text == "host"
            common.setPlain(
                "__address__",
                isInHostNetwork ? settings.hostNetworkingHost : joinedAddress(address, settings.poll.port)
            )
            return [common.labels()]
        }
        return ports.map { port in
            var labels = common
            labels.setPlain("__address__", joinedAddress(address, port["PrivatePort"].text))
            labels["port_private"] = port["PrivatePort"].text
            if let number = port["PublicPort"].integer, number > 0 {
                labels["port_public"] = "\(number)"
                labels["port_public_ip"] = port["IP"].text
            }
            return labels.labels()
        }
    }

    private static func labels(_ container: JSONValue) -> MetaLabels {
        var labels = MetaLabels(prefix)
        labels["container_id"] = container["Id"].text
        labels["container_name"] = container["Names"][0].text
        labels["container_image"] = container["Image"].text
        labels["container_image_id"] = container["ImageID"].text
        labels["container_network_mode"] = container["HostConfig"]["NetworkMode"].text
        for (key, value) in container["Labels"].entries { labels.set("container_label_", key: key, value.text) }
        return labels
    }
}
