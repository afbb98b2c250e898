internal import Logging
internal import PrometheusClient
internal import PrometheusModel

/// The objects of a cluster that a provider knows, and which target groups they changed.
actor ClusterView {
    /// Tells that there are groups to take.
    nonisolated let changes: AsyncStream<Void>
    private let changing: AsyncStream<Void>.Continuation

    let role: KubernetesRole
    let attached: AttachedMetadata
    let logger: Logger
    private let metrics: KubernetesMetrics
    private(set) var objects: [ClusterResource: [String: ClusterObject]] = [:]
    /// Which endpoints lead to a pod.
    private var endpointsOfPods: [String: Set<String>] = [:]
    /// The watches that have not listed yet.
    private var awaited: Set<String>
    /// The objects whose groups are to be made again.
    private var changed: Set<String> = []

    /// `watches` names the watches without which nothing is complete.
    init(
        role: KubernetesRole,
        attached: AttachedMetadata,
        watches: Set<String>,
        metrics: KubernetesMetrics,
        logger: Logger
    ) {
        self.role = role
        self.attached = attached
        self.metrics = metrics
        self.logger = logger
        awaited = watches
        (changes, changing) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Takes a whole list in place of all objects of a kind in a namespace (of all if it is empty).
    func replace(_ list: [ClusterObject], _ resource: ClusterResource, in namespace: String, by watch: String) {
        let listed = Set(list.map(\.key))
        let prefix = namespace.isEmpty || !resource.isNamespaced ? "" : "\(namespace)/"
        let gone = objects[resource, default: [:]].keys.filter { $0.hasPrefix(prefix) && !listed.contains($0) }
        for key in gone { drop(key, resource) }
        for object in list { put(object, resource) }
        if awaited.remove(watch) != nil, awaited.isEmpty {
            changed = Set(objects[role.resource, default: [:]].keys)
            for key in changed { enqueue(key) }
            changing.yield()
        }
        announce()
    }

    /// Takes an object that is new or changed.
    func set(_ object: ClusterObject, _ resource: ClusterResource) {
        put(object, resource)
        announce()
    }

    /// Forgets an object.
    func remove(_ key: String, _ resource: ClusterResource) {
        drop(key, resource)
        announce()
    }

    /// The groups that changed since the last call; empty ones for objects that are gone.
    func takeChanges() -> [TargetGroup] {
        let keys = changed
        changed = []
        let name = role.rawValue
        metrics.queueDepth[name].set(0)
        return keys.sorted().map { key in
            objects[role.resource]?[key].map { group($0) }
                ?? TargetGroup(source: "\(role.sourcePrefix)/\(key)", targets: [])
        }
    }

    private func put(_ object: ClusterObject, _ resource: ClusterResource) {
        let key = object.key
        let before = objects[resource, default: [:]].updateValue(object, forKey: key)
        count(before == nil ? "add" : "update", resource)
        if before == object { return }
        index(before, object)
        touch(resource, key, before, object)
    }

    private func drop(_ key: String, _ resource: ClusterResource) {
        guard let before = objects[resource]?.removeValue(forKey: key) else { return }
        count("delete", resource)
        index(before, nil)
        touch(resource, key, before, nil)
    }

    private func count(_ event: String, _ resource: ClusterResource) {
        if let role = resource.role { metrics.events[role.rawValue, event].increment() }
    }

    private func index(_ before: ClusterObject?, _ after: ClusterObject?) {
        if case .endpoints(let endpoints)? = before {
            for entry in endpoints.entries where !entry.pod.isEmpty {
                endpointsOfPods[entry.pod]?.remove(endpoints.key)
                if endpointsOfPods[entry.pod]?.isEmpty == true { endpointsOfPods[entry.pod] = nil }
            }
        }
        if case .endpoints(let endpoints)? = after {
            for entry in endpoints.entries where !entry.pod.isEmpty {
                endpointsOfPods[entry.pod, default: []].insert(endpoints.key)
            }
        }
    }

    /// Marks what a changed object has a part in.
    private func touch(
        _ resource: ClusterResource,
        _ key: String,
        _ before: ClusterObject?,
        _ after: ClusterObject?
    ) {
        guard awaited.isEmpty else { return }
        if resource == role.resource { return enqueue(key) }
        switch (before, after) {
        case (.node(let before)?, .node(let after)?) where before.attachedLabels == after.attachedLabels: return
        default: break
        }
        if resource == .pods {
            for endpoints in endpointsOfPods[key] ?? [] { enqueue(endpoints) }
            return
        }
        for (other, object) in objects[role.resource, default: [:]] where depends(object, on: resource, key) {
            enqueue(other)
        }
    }

    private func enqueue(_ key: String) {
        changed.insert(key)
        metrics.queuedItems[role.rawValue].increment()
        metrics.queueDepth[role.rawValue].set(changed.count)
    }

    private func announce() {
        if awaited.isEmpty, !changed.isEmpty { changing.yield() }
    }

    /// Whether the targets of `object` have labels of another object.
    private func depends(_ object: ClusterObject, on resource: ClusterResource, _ key: String) -> Bool {
        if resource == .namespaces { return object.key.hasPrefix("\(key)/") }
        switch (object, resource) {
        case (.pod(let pod), .nodes): return pod.nodeName == key
        case (.pod(let pod), .replicaSets), (.pod(let pod), .jobs):
            return "\(pod.namespace)/\(pod.controllerName)" == key
        case (.endpoints(let endpoints), .services): return endpoints.service == key
        case (.endpoints(let endpoints), .nodes): return endpoints.entries.contains { $0.node == key }
        case (.endpoints(let endpoints), .replicaSets), (.endpoints(let endpoints), .jobs):
            return endpoints.entries.contains { entry in
                pod(entry.pod).map { "\($0.namespace)/\($0.controllerName)" == key } ?? false
            }
        default: return false
        }
    }

    /// The pod of this key, if it is known.
    func pod(_ key: String) -> ClusterPod? {
        if case .pod(let pod)? = objects[.pods]?[key] { pod } else { nil }
    }
}
