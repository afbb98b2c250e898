internal import PrometheusModel

/// A namespace with the labels that its objects get.
struct ClusterNamespace: Sendable, Hashable {
    let key: String
    let labels: Labels

    init(reading reader: inout JSONReader) throws(JSONReaderError) {
        var metadata = ObjectMetadata()
        try reader.eachKey { key, reader throws(JSONReaderError) in
            if key == "metadata" { metadata = try ObjectMetadata(reading: &reader) } else { try reader.skip() }
        }
        key = metadata.name
        var meta = MetaLabels(KubernetesDiscovery.prefix)
        metadata.add(to: &meta, role: "namespace", withName: false)
        labels = meta.labels()
    }
}
