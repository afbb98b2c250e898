internal import PrometheusModel

extension ClusterEndpoints {
    /// An address of a subset.
    private struct Address {
        var host = ""
        var hostname = ""
        var node = ""
        var reference = Reference()
        var isReady = true
    }

    /// Reads an object of the kind `Endpoints`.
    init(readingEndpoints reader: inout JSONReader) throws(JSONReaderError) {
        var metadata = ObjectMetadata()
        var entries: [Entry] = []
        try reader.eachKey { key, reader throws(JSONReaderError) in
            switch key {
            case "metadata": metadata = try ObjectMetadata(reading: &reader)
            case "subsets":
                try reader.eachElement { reader throws(JSONReaderError) in
                    try Self.readSubset(&reader, &entries)
                }
            default: try reader.skip()
            }
        }
        self.init(metadata, role: "endpoints", service: metadata.name, entries: entries)
        isOverCapacity = metadata.annotations.contains {
            $0.key == "endpoints.kubernetes.io/over-capacity" && $0.value == "truncated"
        }
    }

    private static func readSubset(_ reader: inout JSONReader, _ entries: inout [Entry]) throws(JSONReaderError) {
        var addresses: [Address] = []
        var ports: [[String: String]] = []
        try reader.eachKey { key, reader throws(JSONReaderError) in
            switch key {
            case "addresses", "notReadyAddresses":
                try reader.eachElement { reader throws(JSONReaderError) in
                    addresses.append(try readAddress(&reader, isReady: key == "addresses"))
                }
            case "ports":
                try reader.eachElement { reader throws(JSONReaderError) in ports.append(try reader.plainEntries()) }
            default: try reader.skip()
            }
        }
        for port in ports { for address in addresses { entries.append(entry(address, port)) } }
    }

    private static func readAddress(_ reader: inout JSONReader, isReady: Bool) throws(JSONReaderError) -> Address {
        var address = Address(isReady: isReady)
        try reader.eachKey { key, reader throws(JSONReaderError) in
            switch key {
            case "ip": address.host = try reader.text()
            case "hostname": address.hostname = try reader.text()
            case "nodeName": address.node = try reader.text()
            case "targetRef": address.reference = try Reference(reading: &reader)
            default: try reader.skip()
            }
        }
        return address
    }

    private static func entry(_ address: Address, _ port: [String: String]) -> Entry {
        let number = Int(port["port"] ?? "") ?? 0
        let transport = port["protocol"] ?? "TCP"
        let reference = address.reference
        var meta = MetaLabels(KubernetesDiscovery.prefix)
        meta.setPlain("__address__", joinedAddress(address.host, number))
        meta["endpoint_port_name"] = port["name"]
        meta["endpoint_port_protocol"] = transport
        meta["endpoint_ready"] = address.isReady ? "true" : "false"
        meta["endpoint_node_name"] = address.node
        meta["endpoint_hostname"] = address.hostname
        meta["endpoint_address_target_kind"] = reference.kind
        meta["endpoint_address_target_name"] = reference.name
        return Entry(
            labels: meta.labels(),
            port: number,
            transport: transport,
            pod: reference.pod,
            node: address.node.isEmpty && reference.kind == "Node" ? reference.name : address.node
        )
    }
}
