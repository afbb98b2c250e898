internal import PrometheusModel

/// A pod, as much of it as targets need.
struct ClusterPod: Sendable, Hashable {
    /// A port that a container declares.
    struct Port: Sendable, Hashable {
        var name = ""
        var number = 0
        var transport = "TCP"
    }

    /// A container of a pod.
    struct Container: Sendable, Hashable {
        var name = ""
        var image = ""
        var id = ""
        var isInit = false
        var ports: [Port] = []
    }

    let key: String
    let namespace: String
    let address: String
    let nodeName: String
    /// Whether it ran to its end.
    let isOver: Bool
    let controllerKind: String
    let controllerName: String
    /// The labels of the pod itself, with its namespace.
    let labels: Labels
    /// All containers, those that run before the others last.
    let containers: [Container]

    /// What is read piece by piece.
    private struct Draft {
        var nodeName = ""
        var address = ""
        var hostAddress = ""
        var phase = ""
        var ready = "unknown"
        var containers: [Container] = []
        var initContainers: [Container] = []
        var identifiers: [String: String] = [:]
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
        self.init(metadata, draft)
    }

    private init(_ metadata: ObjectMetadata, _ draft: Draft) {
        key = metadata.key
        namespace = metadata.namespace
        address = draft.address
        nodeName = draft.nodeName
        isOver = draft.phase == "Succeeded" || draft.phase == "Failed"
        (controllerKind, controllerName) = metadata.controller
        var meta = MetaLabels(KubernetesDiscovery.prefix)
        metadata.add(to: &meta, role: "pod")
        meta["namespace"] = namespace
        meta["pod_ip"] = draft.address
        meta["pod_ready"] = draft.ready
        meta["pod_phase"] = draft.phase
        meta["pod_node_name"] = draft.nodeName
        meta["pod_host_ip"] = draft.hostAddress
        meta["pod_uid"] = metadata.uid
        meta["pod_controller_kind"] = controllerKind
        meta["pod_controller_name"] = controllerName
        labels = meta.labels()
        containers = (draft.containers + draft.initContainers).map {
            var container = $0
            container.id = draft.identifiers[$0.name] ?? ""
            return container
        }
    }

    private static func readSpec(_ reader: inout JSONReader, _ draft: inout Draft) throws(JSONReaderError) {
        guard try reader.enterObject() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "nodeName": draft.nodeName = try reader.text()
            case "containers": draft.containers = try readContainers(&reader, areInit: false)
            case "initContainers": draft.initContainers = try readContainers(&reader, areInit: true)
            default: try reader.skip()
            }
        }
    }

    private static func readContainers(
        _ reader: inout JSONReader,
        areInit: Bool
    ) throws(JSONReaderError) -> [Container] {
        var containers: [Container] = []
        guard try reader.enterArray() else { return containers }
        while try reader.hasElement() {
            var container = Container(isInit: areInit)
            guard try reader.enterObject() else { continue }
            while let key = try reader.nextKey() {
                switch key {
                case "name": container.name = try reader.text()
                case "image": container.image = try reader.text()
                case "ports": container.ports = try readPorts(&reader)
                default: try reader.skip()
                }
            }
            containers.append(container)
        }
        return containers
    }

    private static func readPorts(_ reader: inout JSONReader) throws(JSONReaderError) -> [Port] {
        var ports: [Port] = []
        guard try reader.enterArray() else { return ports }
        while try reader.hasElement() {
            var port = Port()
            guard try reader.enterObject() else { continue }
            while let key = try reader.nextKey() {
                switch key {
                case "name": port.name = try reader.text()
                case "containerPort": port.number = try reader.integer() ?? 0
                case "protocol": port.transport = try reader.text()
                default: try reader.skip()
                }
            }
            ports.append(port)
        }
        return ports
    }

    private static func readStatus(_ reader: inout JSONReader, _ draft: inout Draft) throws(JSONReaderError) {
        guard try reader.enterObject() else { return }
        while let key = try reader.nextKey() {
            switch key {
            case "podIP": draft.address = try reader.text()
            case "hostIP": draft.hostAddress = try reader.text()
            case "phase": draft.phase = try reader.text()
            case "conditions": try readConditions(&reader, &draft)
            case "containerStatuses", "initContainerStatuses": try readIdentifiers(&reader, &draft)
            default: try reader.skip()
            }
        }
    }

    private static func readConditions(_ reader: inout JSONReader, _ draft: inout Draft) throws(JSONReaderError) {
        guard try reader.enterArray() else { return }
        while try reader.hasElement() {
            let entries = try reader.plainEntries()
            if entries["type"] == "Ready" { draft.ready = entries["status", default: "unknown"].lowercased() }
        }
    }

    private static func readIdentifiers(_ reader: inout JSONReader, _ draft: inout Draft) throws(JSONReaderError) {
        guard try reader.enterArray() else { return }
        while try reader.hasElement() {
            let entries = try reader.plainEntries()
            if let name = entries["name"] { draft.identifiers[name] = entries["containerID"] ?? "" }
        }
    }
}

extension JSONReader {
    /// The entries of an object that are texts, numbers and booleans.
    mutating func plainEntries() throws(JSONReaderError) -> [String: String] {
        var entries: [String: String] = [:]
        guard try enterObject() else { return entries }
        while let key = try nextKey() {
            let next = peek()
            if next == 0x7B || next == 0x5B {
                try skip()
            } else {
                entries[key] = try text()
            }
        }
        return entries
    }
}
