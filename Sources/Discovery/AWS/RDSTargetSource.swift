internal import PrometheusModel

/// Asks RDS for the instances of databases and the clusters that they belong to.
struct RDSTargetSource: TargetSource {
    private static let version = "2014-10-31"

    let port: Int
    let clusters: [String]
    let filters: [NamedFilter]
    let client: AWSClient

    func groups() async throws -> [TargetGroup] {
        let region = try await client.region()
        let found = try await list("DescribeDBClusters", "DBClusters")
        var parameters: [(name: String, value: String)] = []
        for (index, filter) in filters.enumerated() {
            let start = "Filters.Filter.\(index + 1)"
            parameters.append(("\(start).Name", filter.name))
            for (place, value) in filter.values.enumerated() {
                parameters.append(("\(start).Values.Value.\(place + 1)", value))
            }
        }
        let instances = try await list("DescribeDBInstances", "DBInstances", parameters)
        let byID = Dictionary(found.map { ($0.text("DBClusterIdentifier"), $0) }, uniquingKeysWith: { $1 })
        let targets = instances.compactMap { target($0, byID[$0.text("DBClusterIdentifier")]) }
        return [TargetGroup(source: region, targets: targets)]
    }

    private func list(
        _ action: String,
        _ list: String,
        _ parameters: [(name: String, value: String)] = []
    ) async throws -> [XMLElement] {
        try await AWSQuery.list(client, "rds", action, list, version: Self.version, parameters)
    }

    private func isWanted(_ cluster: XMLElement?) -> Bool {
        guard !clusters.isEmpty else { return true }
        guard let cluster else { return false }
        return clusters.contains(cluster.text("DBClusterArn"))
            || clusters.contains(cluster.text("DBClusterIdentifier"))
    }

    private func target(_ instance: XMLElement, _ cluster: XMLElement?) -> Labels? {
        let address = instance.text("Endpoint", "Address")
        guard isWanted(cluster), !address.isEmpty else { return nil }
        var labels = MetaLabels("__meta_rds_")
        if let cluster {
            labels.set(Self.clusterLabels, of: cluster, prefix: "cluster_")
            for tag in cluster.list("TagList") {
                labels.set("cluster_tag_", key: tag.text("Key"), tag.text("Value"))
            }
            let member = cluster.list("DBClusterMembers").first {
                $0.text("DBInstanceIdentifier") == instance.text("DBInstanceIdentifier")
            }
            labels["instance_is_cluster_writer"] = member?.text("IsClusterWriter")
        }
        labels.set(Self.instanceLabels, of: instance, prefix: "instance_")
        for tag in instance.list("TagList") { labels.set("instance_tag_", key: tag.text("Key"), tag.text("Value")) }
        labels.setPlain("__address__", joinedAddress(address, port))
        return labels.labels()
    }
}
