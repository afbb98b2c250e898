internal import PrometheusModel

/// The endpoints of a service, or a slice of them.
struct ClusterEndpoints: Sendable, Hashable {
    /// An address with a port.
    struct Entry: Sendable, Hashable {
        /// The target's labels, without those of its pod and node.
        let labels: Labels
        /// The port; `nil` if it is not set.
        let port: Int?
        let transport: String
        /// The pod's key; empty if the address is none of a pod.
        let pod: String
        /// The node's name; empty if it is not known.
        let node: String
    }

    /// Where an address leads to.
    struct Reference {
        var kind = ""
        var namespace = ""
        var name = ""

        init() {}

        init(reading reader: inout JSONReader) throws(JSONReaderError) {
            let entries = try reader.plainEntries()
            kind = entries["kind"] ?? ""
            namespace = entries["namespace"] ?? ""
            name = entries["name"] ?? ""
        }

        /// The key of the pod, if it is one.
        var pod: String { kind == "Pod" ? (namespace.isEmpty ? name : "\(namespace)/\(name)") : "" }
    }

    let key: String
    let namespace: String
    /// The key of the service.
    let service: String
    let labels: Labels
    let entries: [Entry]
    /// The family of the addresses of a slice.
    let family: String
    /// Whether the object says that it leaves out some of its addresses.
    var isOverCapacity = false

    init(_ metadata: ObjectMetadata, role: String, service: String, entries: [Entry], family: String = "") {
        key = metadata.key
        namespace = metadata.namespace
        self.service = namespace.isEmpty ? service : "\(namespace)/\(service)"
        var meta = MetaLabels(KubernetesDiscovery.prefix)
        metadata.add(to: &meta, role: role)
        meta["endpointslice_address_type"] = family
        labels = meta.labels()
        self.family = family
        self.entries = entries
    }
}
