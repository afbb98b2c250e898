internal import HTTPClients
internal import PrometheusModel

/// Asks MSK for the nodes of clusters of Kafka.
struct MSKTargetSource: TargetSource {
    private static let mostPages = 10_000

    let port: Int
    let clusters: [String]
    let limit: Int
    let client: AWSClient

    func groups() async throws -> [TargetGroup] {
        let region = try await client.region()
        let found: [JSONValue]
        if clusters.isEmpty {
            found = try await list("api/v2/clusters", "clusterInfoList")
        } else {
            found = try await concurrently(clusters, limit: limit) { arn in
                try await self.get("api/v2/clusters/\(PercentEscapes.escaped(arn))")["clusterInfo"]
            }
        }
        let targets = try await concurrently(found, limit: limit) { cluster in
            let path = "v1/clusters/\(PercentEscapes.escaped(cluster["clusterArn"].text))/nodes"
            return try await self.list(path, "nodeInfoList").flatMap { self.targets($0, cluster) }
        }
        return [TargetGroup(source: region, targets: targets.flatMap(\.self))]
    }

    private func get(_ path: String) async throws -> JSONValue {
        do {
            return try JSONValue(parsing: try await client.send("kafka", "GET", path: path))
        } catch {
            throw DiscoveryError("could not get \(path) of MSK: \(error)")
        }
    }

    /// All elements of a list that comes in pages.
    private func list(_ path: String, _ key: String) async throws -> [JSONValue] {
        var all: [JSONValue] = []
        var token = ""
        for _ in 0..<Self.mostPages {
            let next = token.isEmpty ? "" : "&nextToken=\(PercentEscapes.escaped(token))"
            let answer = try await get("\(path)?maxResults=100\(next)")
            all += try answer.list(key)
            token = answer["nextToken"].text
            if token.isEmpty { break }
        }
        return all
    }

    /// One target an endpoint of a broker or controller.
    private func targets(_ node: JSONValue, _ cluster: JSONValue) -> [Labels] {
        var common = MetaLabels("__meta_msk_")
        add(cluster, to: &common)
        let (broker, controller) = (node["brokerNodeInfo"], node["controllerNodeInfo"])
        common["node_type"] = node["nodeType"].text
        common["node_arn"] = node["nodeARN"].text
        common["node_added_time"] = node["addedToClusterTime"].text
        common["node_instance_type"] = node["instanceType"].text
        common["node_attached_eni"] = broker["attachedENIId"].text
        if !broker.isNull {
            // Numbers of brokers come as fractions.
            common["broker_id"] = broker["brokerId"].integer.map { "\($0)" } ?? broker["brokerId"].text
            common["broker_client_subnet"] = broker["clientSubnet"].text
            common["broker_client_vpc_ip"] = broker["clientVpcIpAddress"].text
            let monitoring = cluster["provisioned"]["openMonitoring"]["prometheus"]
            common["broker_node_exporter_enabled"] = Self.flag(monitoring["nodeExporter"]["enabledInBroker"])
        }
        return Self.endpoints(broker, "broker_endpoint_index", common, port)
            + Self.endpoints(controller, "controller_endpoint_index", common, port)
    }

    private static func endpoints(_ node: JSONValue, _ label: String, _ common: MetaLabels, _ port: Int) -> [Labels] {
        node["endpoints"].texts.enumerated().map { index, endpoint in
            var labels = common
            labels[label] = "\(index)"
            labels.setPlain("__address__", joinedAddress(endpoint, port))
            return labels.labels()
        }
    }

    private static func flag(_ value: JSONValue) -> String { value.isTrue ? "true" : "false" }

    private func add(_ cluster: JSONValue, to labels: inout MetaLabels) {
        labels["cluster_name"] = cluster["clusterName"].text
        labels["cluster_arn"] = cluster["clusterArn"].text
        labels["cluster_state"] = cluster["state"].text
        labels["cluster_type"] = cluster["clusterType"].text
        labels["cluster_version"] = cluster["currentVersion"].text
        let provisioned = cluster["provisioned"]
        if !provisioned.isNull {
            let software = provisioned["currentBrokerSoftwareInfo"]
            labels["cluster_kafka_version"] = software["kafkaVersion"].text
            labels["cluster_configuration_arn"] = software["configurationArn"].text
            labels["cluster_configuration_revision"] = software["configurationRevision"].text
            let exporter = provisioned["openMonitoring"]["prometheus"]["jmxExporter"]
            labels["cluster_jmx_exporter_enabled"] = Self.flag(exporter["enabledInBroker"])
        }
        for (key, value) in cluster["tags"].entries { labels.set("cluster_tag_", key: key, value.text) }
    }
}
