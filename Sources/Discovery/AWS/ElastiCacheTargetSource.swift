internal import PrometheusModel

/// Asks ElastiCache for serverless caches and for the nodes of clusters.
struct ElastiCacheTargetSource: TargetSource {
    private static let version = "2015-02-02"

    let clusters: [String]
    let limit: Int
    let client: AWSClient

    func groups() async throws -> [TargetGroup] {
        let region = try await client.region()
        let serverless = try await list("DescribeServerlessCaches", "ServerlessCaches", marker: "NextToken")
            .filter { isWanted($0.text("ARN"), $0.text("ServerlessCacheName")) }
        let nodes = try await list("DescribeCacheClusters", "CacheClusters", [("ShowCacheNodeInfo", "true")])
            .filter { isWanted($0.text("ARN"), $0.text("CacheClusterId")) }
        let tags = try await tags(of: (serverless + nodes).map { $0.text("ARN") })
        var found = serverless.compactMap { target(serverless: $0, tags[$0.text("ARN")] ?? []) }
        for cluster in nodes { found += targets(cluster: cluster, tags[cluster.text("ARN")] ?? []) }
        return [TargetGroup(source: region, targets: found)]
    }

    private func isWanted(_ arn: String, _ name: String) -> Bool {
        clusters.isEmpty || clusters.contains(arn) || clusters.contains(name)
    }

    private func list(
        _ action: String,
        _ list: String,
        _ parameters: [(name: String, value: String)] = [],
        marker: String = "Marker"
    ) async throws -> [XMLElement] {
        try await AWSQuery.list(
            client,
            "elasticache",
            action,
            list,
            version: Self.version,
            parameters,
            marker: marker
        )
    }

    private func tags(of arns: [String]) async throws -> [String: [XMLElement]] {
        let known = Array(Set(arns)).filter { !$0.isEmpty }.sorted()
        let all = try await concurrently(known, limit: limit) { arn in
            (arn, try await self.list("ListTagsForResource", "TagList", [("ResourceName", arn)]))
        }
        return Dictionary(all, uniquingKeysWith: { $1 })
    }

    // MARK: Serverless caches

    private func target(serverless cache: XMLElement, _ tags: [XMLElement]) -> Labels? {
        let address = cache.text("Endpoint", "Address")
        guard !address.isEmpty else { return nil }
        var labels = MetaLabels("__meta_elasticache_")
        labels["deployment_option"] = "serverless"
        labels.set(Self.serverlessLabels, of: cache, prefix: "serverless_cache_")
        for (index, group) in cache.list("SecurityGroupIds").enumerated() {
            labels["serverless_cache_security_group_id_\(index)"] = group.text
        }
        for (index, subnet) in cache.list("SubnetIds").enumerated() {
            labels["serverless_cache_subnet_id_\(index)"] = subnet.text
        }
        for tag in tags { labels.set("serverless_cache_tag_", key: tag.text("Key"), tag.text("Value")) }
        labels.setPlain("__address__", joinedAddress(address, cache.text("Endpoint", "Port")))
        return labels.labels()
    }

    // MARK: Clusters

    private func targets(cluster: XMLElement, _ tags: [XMLElement]) -> [Labels] {
        var common = MetaLabels("__meta_elasticache_")
        common["deployment_option"] = "node"
        let prefix = "cache_cluster_"
        common.set(Self.clusterLabels, of: cluster, prefix: prefix)
        let removed = cluster["PendingModifiedValues"]?.list("CacheNodeIdsToRemove").map(\.text) ?? []
        common["\(prefix)pending_modified_values_cache_node_ids_to_remove"] = removed.joined(separator: ",")
        for (index, configuration) in cluster.list("LogDeliveryConfigurations").enumerated() {
            for (name, path) in Self.logLabels {
                let label = "\(prefix)log_delivery_configuration_\(name)_\(index)"
                common[label] = configuration.text(atPath: path)
            }
        }
        for (index, group) in cluster.list("SecurityGroups").enumerated() {
            common["\(prefix)security_group_membership_id_\(index)"] = group.text("SecurityGroupId")
            common["\(prefix)security_group_membership_status_\(index)"] = group.text("Status")
        }
        for tag in tags { common.set("\(prefix)tag_", key: tag.text("Key"), tag.text("Value")) }
        return cluster.list("CacheNodes").compactMap { node in
            let address = node.text("Endpoint", "Address")
            guard !address.isEmpty else { return nil }
            var labels = common
            labels.set(Self.nodeLabels, of: node, prefix: "\(prefix)node_")
            labels.setPlain("__address__", joinedAddress(address, node.text("Endpoint", "Port")))
            return labels.labels()
        }
    }
}
