internal import Logging
internal import PrometheusModel

extension ClusterView {
    /// The targets of an object of the role.
    func group(_ object: ClusterObject) -> TargetGroup {
        let source = "\(role.sourcePrefix)/\(object.key)"
        switch object {
        case .node(let node):
            if node.target == nil {
                logger.warning("No host address found for node", metadata: ["node": "\(node.key)"])
            }
            return TargetGroup(source: source, labels: node.labels, targets: node.target.map { [$0] } ?? [])
        case .pod(let pod): return podGroup(pod, source)
        case .service(let service):
            return plainGroup(source, service.namespace, service.labels, service.targets)
        case .ingress(let ingress):
            return plainGroup(source, ingress.namespace, ingress.labels, ingress.targets)
        case .endpoints(let endpoints): return endpointsGroup(endpoints, source)
        case .namespace, .owner: return TargetGroup(source: source, targets: [])
        }
    }

    private func plainGroup(
        _ source: String,
        _ namespace: String,
        _ labels: Labels,
        _ targets: [Labels]
    ) -> TargetGroup {
        var meta = MetaLabels(KubernetesDiscovery.prefix)
        meta.add(labels)
        meta["namespace"] = namespace
        if let labels = namespaceLabels(namespace) { meta.add(labels) }
        return TargetGroup(source: source, labels: meta.labels(), targets: targets)
    }

    private func podGroup(_ pod: ClusterPod, _ source: String) -> TargetGroup {
        guard !pod.address.isEmpty else { return TargetGroup(source: source, targets: []) }
        var labels = pod.labels
        if attached != AttachedMetadata() {
            var meta = MetaLabels(KubernetesDiscovery.prefix)
            meta.add(labels)
            addOwners(of: pod, to: &meta)
            if let labels = namespaceLabels(pod.namespace) { meta.add(labels) }
            if attached.node {
                // A selector may leave out the node, and its pods with it.
                guard let node = nodeLabels(pod.nodeName) else { return TargetGroup(source: source, targets: []) }
                meta.add(node)
            }
            labels = meta.labels()
        }
        let targets = pod.containers.flatMap { container in
            container.ports.isEmpty
                ? [Self.target(pod, container, nil)] : container.ports.map { Self.target(pod, container, $0) }
        }
        return TargetGroup(source: source, labels: labels, targets: targets)
    }

    private static func target(_ pod: ClusterPod, _ container: ClusterPod.Container, _ port: ClusterPod.Port?) -> Labels
    {
        var meta = MetaLabels(KubernetesDiscovery.prefix)
        meta.setPlain("__address__", port.map { joinedAddress(pod.address, $0.number) } ?? pod.address)
        meta["pod_container_id"] = container.id
        add(container, port, to: &meta)
        return meta.labels()
    }

    private static func add(_ container: ClusterPod.Container, _ port: ClusterPod.Port?, to meta: inout MetaLabels) {
        meta["pod_container_name"] = container.name
        meta["pod_container_image"] = container.image
        meta["pod_container_init"] = container.isInit ? "true" : "false"
        guard let port else { return }
        meta["pod_container_port_name"] = port.name
        meta["pod_container_port_number"] = String(port.number)
        meta["pod_container_port_protocol"] = port.transport
    }

    private func namespaceLabels(_ name: String) -> Labels? {
        guard attached.namespace, case .namespace(let namespace)? = objects[.namespaces]?[name] else { return nil }
        return namespace.labels
    }

    private func nodeLabels(_ name: String) -> Labels? {
        guard attached.node, case .node(let node)? = objects[.nodes]?[name] else { return nil }
        return node.attachedLabels
    }

    /// Adds the names of what owns a pod's owner.
    private func addOwners(of pod: ClusterPod, to meta: inout MetaLabels) {
        let key = "\(pod.namespace)/\(pod.controllerName)"
        switch pod.controllerKind {
        case "ReplicaSet" where attached.deployment:
            guard case .owner(let set)? = objects[.replicaSets]?[key], set.controllerKind == "Deployment" else {
                return
            }
            meta["pod_deployment_name"] = set.controllerName
        case "Job" where attached.job || attached.cronJob:
            if attached.job { meta["pod_job_name"] = pod.controllerName }
            guard attached.cronJob, case .owner(let job)? = objects[.jobs]?[key], job.controllerKind == "CronJob" else {
                return
            }
            meta["pod_cronjob_name"] = job.controllerName
        default: return
        }
    }

    private func endpointsGroup(_ endpoints: ClusterEndpoints, _ source: String) -> TargetGroup {
        if endpoints.isOverCapacity {
            logger.warning(
                """
                Number of endpoints in one Endpoints object exceeds 1000 and has been truncated, please use "role: \
                endpointslice" instead
                """,
                metadata: ["endpoint": "\(endpoints.key)"]
            )
        }
        var meta = MetaLabels(KubernetesDiscovery.prefix)
        meta.add(endpoints.labels)
        meta["namespace"] = endpoints.namespace
        if let labels = namespaceLabels(endpoints.namespace) { meta.add(labels) }
        if case .service(let service)? = objects[.services]?[endpoints.service] {
            meta.add(service.labels)
            // The other family's slices lead to the same pods.
            if !service.primaryFamily.isEmpty, !endpoints.family.isEmpty, service.primaryFamily != endpoints.family {
                return TargetGroup(source: source, targets: [])
            }
        }
        var targets: [Labels] = []
        var covered: [String: Set<Int>] = [:]
        var pods: [ClusterPod] = []
        for entry in endpoints.entries {
            let known = entry.pod.isEmpty ? nil : pod(entry.pod)
            targets.append(target(entry, known, endpoints.namespace))
            guard let known else { continue }
            if covered[known.key] == nil { pods.append(known) }
            covered[known.key, default: []].formUnion(entry.port.map { [$0] } ?? [])
        }
        for pod in pods where !pod.address.isEmpty && !pod.isOver {
            for container in pod.containers {
                for port in container.ports where covered[pod.key]?.contains(port.number) != true {
                    targets.append(target(pod, container, port, endpoints.namespace))
                }
            }
        }
        return TargetGroup(source: source, labels: meta.labels(), targets: targets)
    }

    /// An endpoint with the labels of its pod and node.
    private func target(_ entry: ClusterEndpoints.Entry, _ pod: ClusterPod?, _ namespace: String) -> Labels {
        let node = nodeLabels(entry.node)
        if pod == nil, node == nil { return entry.labels }
        var meta = MetaLabels(KubernetesDiscovery.prefix)
        meta.add(entry.labels)
        if let node { meta.add(node) }
        guard let pod else { return meta.labels() }
        meta.add(pod.labels)
        meta["namespace"] = namespace
        addOwners(of: pod, to: &meta)
        for container in pod.containers {
            guard let port = entry.port, var match = container.ports.first(where: { $0.number == port }) else {
                continue
            }
            match.transport = entry.transport
            Self.add(container, match, to: &meta)
        }
        return meta.labels()
    }

    /// A port of a pod that no endpoint leads to.
    private func target(
        _ pod: ClusterPod,
        _ container: ClusterPod.Container,
        _ port: ClusterPod.Port,
        _ namespace: String
    ) -> Labels {
        var meta = MetaLabels(KubernetesDiscovery.prefix)
        meta.setPlain("__address__", joinedAddress(pod.address, port.number))
        meta.add(pod.labels)
        meta["namespace"] = namespace
        addOwners(of: pod, to: &meta)
        Self.add(container, port, to: &meta)
        return meta.labels()
    }
}
