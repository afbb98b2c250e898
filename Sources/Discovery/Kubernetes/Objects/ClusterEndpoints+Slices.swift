internal import PrometheusModel

extension ClusterEndpoints {
    /// An endpoint of a slice.
    private struct Endpoint {
        var addresses: [String] = []
        var conditions: [String: String] = [:]
        var topology: [ObjectMetadata.Entry] = []
        var hostname = ""
        var node = ""
        var zone = ""
        var reference = Reference()
    }

    /// Reads an object of the kind `EndpointSlice`.
    init(readingSlice reader: inout JSONReader) throws(JSONReaderError) {
        var metadata = ObjectMetadata()
        var family = ""
        var ports: [[String: String]] = []
        var endpoints: [Endpoint] = []
        try reader.eachKey { key, reader throws(JSONReaderError) in
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &reader)
            case "addressType": family = try reader.text()
            case "ports":
                try reader.eachElement { reader throws(JSONReaderError) in ports.append(try reader.plainEntries()) }
            case "endpoints":
                try reader.eachElement { reader throws(JSONReaderError) in
                    endpoints.append(try Self.readEndpoint(&reader))
                }
            default: try reader.skip()
            }
        }
        var entries: [Entry] = []
        for port in ports {
            for endpoint in endpoints {
                entries += endpoint.addresses.map { Self.entry(endpoint, $0, port) }
            }
        }
        let service = metadata.labels.first { $0.key == "kubernetes.io/service-name" }?.value ?? ""
        self.init(metadata, role: "endpointslice", service: service, entries: entries, family: family)
    }

    private static func readEndpoint(_ reader: inout JSONReader) throws(JSONReaderError) -> Endpoint {
        var endpoint = Endpoint()
        try reader.eachKey { key, reader throws(JSONReaderError) in
            switch key {
            case "addresses":
                try reader.eachElement { reader throws(JSONReaderError) in
                    endpoint.addresses.append(try reader.text())
                }
            case "conditions": endpoint.conditions = try reader.plainEntries()
            case "deprecatedTopology", "topology": endpoint.topology = try reader.textEntries()
            case "hostname": endpoint.hostname = try reader.text()
            case "nodeName": endpoint.node = try reader.text()
            case "zone": endpoint.zone = try reader.text()
            case "targetRef": endpoint.reference = try Reference(reading: &reader)
            default: try reader.skip()
            }
        }
        return endpoint
    }

    private static func entry(
        _ endpoint: Endpoint,
        _ address: String,
        _ port: [String: String]
    ) -> Entry {
        let number = Int(port["port"] ?? "")
        let transport = port["protocol"] ?? "TCP"
        let reference = endpoint.reference
        var meta = MetaLabels(KubernetesDiscovery.prefix)
        meta.setPlain("__address__", number.map { joinedAddress(address, $0) } ?? address)
        meta["endpointslice_port"] = number.map { String($0) }
        meta["endpointslice_port_name"] = port["name"]
        meta["endpointslice_port_protocol"] = transport
        meta["endpointslice_port_app_protocol"] = port["appProtocol"]
        for condition in ["ready", "serving", "terminating"] {
            meta["endpointslice_endpoint_conditions_\(condition)"] = endpoint.conditions[condition]
        }
        meta["endpointslice_endpoint_hostname"] = endpoint.hostname
        meta["endpointslice_endpoint_node_name"] = endpoint.node
        meta["endpointslice_endpoint_zone"] = endpoint.zone
        meta["endpointslice_address_target_kind"] = reference.kind
        meta["endpointslice_address_target_name"] = reference.name
        for entry in endpoint.topology {
            meta.set("endpointslice_endpoint_topology_", key: entry.key, entry.value)
            meta.set("endpointslice_endpoint_topology_present_", key: entry.key, "true")
        }
        return Entry(
            labels: meta.labels(),
            port: number,
            transport: transport,
            pod: reference.pod,
            node: endpoint.node.isEmpty && reference.kind == "Node" ? reference.name : endpoint.node
        )
    }
}
