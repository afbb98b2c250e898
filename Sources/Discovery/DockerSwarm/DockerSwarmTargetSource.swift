internal import HTTPClients
internal import PrometheusModel

/// Asks a manager of a swarm for services, tasks or nodes.
struct DockerSwarmTargetSource: TargetSource {
    static let prefix = "__meta_dockerswarm_"

    let settings: DockerSwarmDiscovery
    var client: DockerClient

    mutating func groups() async throws -> [TargetGroup] {
        let targets =
            switch settings.role {
            case "services": try await services()
            case "nodes": try await nodes()
            default: try await tasks()
            }
        return [TargetGroup(source: "DockerSwarm", targets: targets)]
    }

    private mutating func list(
        _ path: String,
        _ filters: [NamedFilter],
        _ failure: String
    ) async throws -> [JSONValue] {
        do {
            return try await client.list(path, filters)
        } catch {
            throw DiscoveryError("\(failure): \(error)")
        }
    }

    private mutating func networks() async throws -> [String: MetaLabels] {
        do {
            return try await client.networkLabels(Self.prefix)
        } catch {
            throw DiscoveryError("error while computing swarm network labels: \(error)")
        }
    }

    // MARK: Nodes

    private mutating func nodes() async throws -> [Labels] {
        try await list("/nodes", settings.filters, "error while listing swarm nodes").map { node in
            var labels = Self.labels(ofNode: node)
            labels["node_engine_version"] = node["Description"]["Engine"]["EngineVersion"].text
            if case .object = node["ManagerStatus"] {
                labels["node_manager_address"] = node["ManagerStatus"]["Addr"].text
                labels["node_manager_leader"] = node["ManagerStatus"]["Leader"].isTrue ? "true" : "false"
                labels["node_manager_reachability"] = node["ManagerStatus"]["Reachability"].text
            }
            labels.setPlain("__address__", joinedAddress(node["Status"]["Addr"].text, settings.poll.port))
            return labels.labels()
        }
    }

    /// The labels that tasks have of their node too.
    private static func labels(ofNode node: JSONValue) -> MetaLabels {
        var labels = MetaLabels(prefix)
        labels["node_id"] = node["ID"].text
        labels["node_role"] = node["Spec"]["Role"].text
        labels["node_address"] = node["Status"]["Addr"].text
        labels["node_availability"] = node["Spec"]["Availability"].text
        labels["node_hostname"] = node["Description"]["Hostname"].text
        labels["node_platform_architecture"] = node["Description"]["Platform"]["Architecture"].text
        labels["node_platform_os"] = node["Description"]["Platform"]["OS"].text
        labels["node_status"] = node["Status"]["State"].text
        for (key, value) in node["Spec"]["Labels"].entries { labels.set("node_label_", key: key, value.text) }
        return labels
    }

    // MARK: Services

    private mutating func services() async throws -> [Labels] {
        let services = try await list("/services", settings.filters, "error while listing swarm services")
        let networks = try await networks()
        return try services.flatMap { try targets(ofService: $0, networks) }
    }

    private func targets(ofService service: JSONValue, _ networks: [String: MetaLabels]) throws -> [Labels] {
        var common = Self.labels(ofService: service)
        let container = service["Spec"]["TaskTemplate"]["ContainerSpec"]
        common["service_task_container_hostname"] = container["Hostname"].text
        common["service_task_container_image"] = container["Image"].text
        common["service_updating_status"] = service["UpdateStatus"]["State"].text
        let ports = service["Endpoint"]["Ports"].elements.filter { $0["Protocol"].text == "tcp" }
        return try service["Endpoint"]["VirtualIPs"].elements.flatMap { address -> [Labels] in
            let host = try Self.host(address["Addr"].text)
            var common = common
            if let network = networks[address["NetworkID"].text] { common.merge(network) }
            guard !ports.isEmpty else {
                common.setPlain("__address__", joinedAddress(host, settings.poll.port))
                return [common.labels()]
            }
            return ports.map { port in
                var labels = common
                labels["service_endpoint_port_name"] = port["Name"].text
                labels["service_endpoint_port_publish_mode"] = port["PublishMode"].text
                labels.setPlain("__address__", joinedAddress(host, port["PublishedPort"].integer ?? 0))
                return labels.labels()
            }
        }
    }

    /// The labels that tasks have of their service too.
    private static func labels(ofService service: JSONValue) -> MetaLabels {
        var labels = MetaLabels(prefix)
        labels["service_id"] = service["ID"].text
        labels["service_name"] = service["Spec"]["Name"].text
        let mode = service["Spec"]["Mode"]
        labels["service_mode"] = !mode["Global"].isNull ? "global" : !mode["Replicated"].isNull ? "replicated" : ""
        for (key, value) in service["Spec"]["Labels"].entries { labels.set("service_label_", key: key, value.text) }
        return labels
    }

    // MARK: Tasks

    private mutating func tasks() async throws -> [Labels] {
        let tasks = try await list("/tasks", settings.filters, "error while listing swarm services")
        let services = try await list("/services", [], "error while computing services labels and ports")
        let nodes = try await list("/nodes", [], "error while computing nodes labels and ports")
        let networks = try await networks()
        let servicesByID = Dictionary(services.map { ($0["ID"].text, $0) }, uniquingKeysWith: { $1 })
        let nodesByID = Dictionary(nodes.map { ($0["ID"].text, $0) }, uniquingKeysWith: { $1 })
        return try tasks.flatMap { task in
            let service = servicesByID[task["ServiceID"].text] ?? .null
            let node = nodesByID[task["NodeID"].text] ?? .null
            var common = Self.labels(ofTask: task)
            if !service.isNull { common.merge(Self.labels(ofService: service)) }
            if !node.isNull { common.merge(Self.labels(ofNode: node)) }
            let published = publishedTargets(task, common, host: node["Status"]["Addr"].text)
            let ports = service["Endpoint"]["Ports"].elements.filter { $0["Protocol"].text == "tcp" }
            return published + (try networkTargets(task, common, ports, networks))
        }
    }

    private static func labels(ofTask task: JSONValue) -> MetaLabels {
        var labels = MetaLabels(prefix)
        labels["task_id"] = task["ID"].text
        labels["task_desired_state"] = task["DesiredState"].text
        labels["task_state"] = task["Status"]["State"].text
        labels["task_slot"] = "\(task["Slot"].integer ?? 0)"
        labels["task_container_id"] = task["Status"]["ContainerStatus"]["ContainerID"].text
        for (key, value) in task["Spec"]["ContainerSpec"]["Labels"].entries {
            labels.set("container_label_", key: key, value.text)
        }
        return labels
    }

    /// The ports that a task publishes on its node.
    private func publishedTargets(_ task: JSONValue, _ common: MetaLabels, host: String) -> [Labels] {
        task["Status"]["PortStatus"]["Ports"].elements.filter { $0["Protocol"].text == "tcp" }.map { port in
            var labels = common
            labels["task_port_publish_mode"] = port["PublishMode"].text
            labels.setPlain("__address__", joinedAddress(host, port["PublishedPort"].integer ?? 0))
            return labels.labels()
        }
    }

    /// The ports of a task's service at each of the task's addresses.
    private func networkTargets(
        _ task: JSONValue,
        _ common: MetaLabels,
        _ ports: [JSONValue],
        _ networks: [String: MetaLabels]
    ) throws -> [Labels] {
        var targets: [Labels] = []
        for attachment in task["NetworksAttachments"].elements {
            for address in attachment["Addresses"].texts {
                let host = try Self.host(address)
                var common = common
                if let network = networks[attachment["Network"]["ID"].text] { common.merge(network) }
                if ports.isEmpty {
                    common.setPlain("__address__", joinedAddress(host, settings.poll.port))
                    targets.append(common.labels())
                }
                for port in ports {
                    var labels = common
                    labels["task_port_publish_mode"] = port["PublishMode"].text
                    labels.setPlain("__address__", joinedAddress(host, port["PublishedPort"].integer ?? 0))
                    targets.append(labels.labels())
                }
            }
        }
        return targets
    }

    /// The address in front of a network's length, such as `10.0.0.3/24`.
    private static func host(_ address: String) throws(DiscoveryError) -> String {
        let parts = address.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, UInt8(parts[1]) != nil else {
            throw DiscoveryError(
                "error while parsing address \(address): invalid CIDR address: \(address)"
            )
        }
        return String(parts[0])
    }
}
