internal import PrometheusModel

/// A service of a cluster.
struct ClusterService: Sendable, Hashable {
    let key: String
    let namespace: String
    /// What endpoints of the service get: its name, labels and annotations.
    let labels: Labels
    /// One target a port.
    let targets: [Labels]
    /// The first of several address families; empty if there is one only.
    let primaryFamily: String

    /// What is read piece by piece.
    private struct Draft {
        var type = ""
        var clusterIP = ""
        var externalName = ""
        var loadBalancerIP = ""
        var ingressAddresses: [String] = []
        var families: [String] = []
        var ports: [[String: String]] = []
    }

    init(reading reader: inout JSONReader) throws(JSONReaderError) {
        var metadata = ObjectMetadata()
        var draft = Draft()
        try reader.eachKey { key, reader throws(JSONReaderError) in
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &reader)
            case "spec": try Self.readSpec(&reader, &draft)
            case "status": try Self.readStatus(&reader, &draft)
            default: try reader.skip()
            }
        }
        key = metadata.key
        namespace = metadata.namespace
        primaryFamily = draft.families.count > 1 ? draft.families[0] : ""
        var meta = MetaLabels(KubernetesDiscovery.prefix)
        metadata.add(to: &meta, role: "service")
        labels = meta.labels()
        targets = draft.ports.map { Self.target(metadata, draft, $0) }
    }

    private static func readSpec(_ reader: inout JSONReader, _ draft: inout Draft) throws(JSONReaderError) {
        guard try reader.enterObject() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "type": draft.type = try reader.text()
            case "clusterIP": draft.clusterIP = try reader.text()
            case "externalName": draft.externalName = try reader.text()
            case "loadBalancerIP": draft.loadBalancerIP = try reader.text()
            case "ipFamilies":
                guard try reader.enterArray() else { continue }
                while try reader.hasElement() { draft.families.append(try reader.text()) }
            case "ports":
                guard try reader.enterArray() else { continue }
                while try reader.hasElement() { draft.ports.append(try reader.plainEntries()) }
            default: try reader.skip()
            }
        }
    }

    private static func readStatus(_ reader: inout JSONReader, _ draft: inout Draft) throws(JSONReaderError) {
        var addresses: [String] = []
        try reader.eachKey { key, reader throws(JSONReaderError) in
            guard key == "loadBalancer" else { return try reader.skip() }
            try reader.eachKey { key, reader throws(JSONReaderError) in
                guard key == "ingress" else { return try reader.skip() }
                try reader.eachElement { reader throws(JSONReaderError) in
                    if let address = try reader.plainEntries()["ip"], !address.isEmpty { addresses.append(address) }
                }
            }
        }
        draft.ingressAddresses = addresses
    }

    private static func target(_ metadata: ObjectMetadata, _ draft: Draft, _ port: [String: String]) -> Labels {
        let number = port["port"] ?? "0"
        let type = draft.type.isEmpty ? "ClusterIP" : draft.type
        var meta = MetaLabels(KubernetesDiscovery.prefix)
        meta.setPlain("__address__", joinedAddress("\(metadata.name).\(metadata.namespace).svc", number))
        meta["service_port_name"] = port["name"]
        meta["service_port_number"] = number
        meta["service_port_protocol"] = port["protocol"] ?? "TCP"
        meta["service_type"] = type
        if type == "ExternalName" {
            meta["service_external_name"] = draft.externalName
        } else {
            meta["service_cluster_ip"] = draft.clusterIP
        }
        if type == "LoadBalancer" {
            let given = draft.ingressAddresses
            meta["service_loadbalancer_ip"] = given.isEmpty ? draft.loadBalancerIP : given.joined(separator: ",")
        }
        return meta.labels()
    }
}
