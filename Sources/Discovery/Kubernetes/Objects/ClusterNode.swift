internal import PrometheusModel

/// A node of a cluster.
struct ClusterNode: Sendable, Hashable {
    let key: String
    /// What pods and endpoints that are on the node get: its name, labels and annotations.
    let attachedLabels: Labels
    /// All labels of the node, as a group.
    let labels: Labels
    /// The node as a target; `nil` if it has no address.
    let target: Labels?

    private static let addressOrder = [
        "InternalIP", "InternalDNS", "ExternalIP", "ExternalDNS", "LegacyHostIP", "Hostname",
    ]

    init(reading reader: inout JSONReader) throws(JSONReaderError) {
        var metadata = ObjectMetadata()
        var providerID = ""
        var addresses: [[String: String]] = []
        var conditions: [[String: String]] = []
        var port = 0
        try reader.eachKey { key, reader throws(JSONReaderError) in
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &reader)
            case "spec": providerID = try reader.plainEntries()["providerID"] ?? ""
            case "status":
                try reader.eachKey { key, reader throws(JSONReaderError) in
                    switch key {
                    case "addresses":
                        try reader.eachElement { reader throws(JSONReaderError) in
                            addresses.append(try reader.plainEntries())
                        }
                    case "conditions":
                        try reader.eachElement { reader throws(JSONReaderError) in
                            conditions.append(try reader.plainEntries())
                        }
                    case "daemonEndpoints": port = try Self.readPort(&reader)
                    default: try reader.skip()
                    }
                }
            default: try reader.skip()
            }
        }
        key = metadata.name
        var attached = MetaLabels(KubernetesDiscovery.prefix)
        metadata.add(to: &attached, role: "node")
        attachedLabels = attached.labels()
        attached["node_provider_id"] = providerID
        for condition in conditions {
            attached.set(
                "node_condition_",
                key: condition["type", default: ""].lowercased(),
                condition["status", default: ""].lowercased()
            )
        }
        labels = attached.labels()
        target = Self.target(metadata.name, addresses, port)
    }

    private static func readPort(_ reader: inout JSONReader) throws(JSONReaderError) -> Int {
        var port = 0
        try reader.eachKey { key, reader throws(JSONReaderError) in
            if key == "kubeletEndpoint" {
                port = Int(try reader.plainEntries()["Port"] ?? "") ?? 0
            } else {
                try reader.skip()
            }
        }
        return port
    }

    private static func target(_ name: String, _ addresses: [[String: String]], _ port: Int) -> Labels? {
        var first: [String: String] = [:]
        for address in addresses {
            let type = address["type"] ?? ""
            if first[type] == nil { first[type] = address["address"] ?? "" }
        }
        guard let host = addressOrder.lazy.compactMap({ first[$0] }).first else { return nil }
        var meta = MetaLabels(KubernetesDiscovery.prefix)
        meta.setPlain("__address__", joinedAddress(host, port))
        meta.setPlain("instance", name)
        for (type, address) in first { meta.set("node_address_", key: type, address) }
        return meta.labels()
    }
}
