internal import HTTPClients

/// One element of `kubernetes_sd_configs`: lists and watches objects of a cluster.
package struct KubernetesDiscovery: DiscoveryMechanism {
    package static let name = "kubernetes"

    /// What all labels begin with.
    static let prefix = "__meta_kubernetes_"

    var http = HTTPClientSettings()
    var server = ""
    var role = KubernetesRole.pod
    var kubeconfigFile = ""
    var usesOwnNamespace = false
    var namespaces: [String] = []
    var selectors: [KubernetesSelector] = []
    var attached = AttachedMetadata()

    package func makeProvider(_ environment: DiscoveryEnvironment) throws -> any TargetProvider {
        try makeProvider(environment, place: .standard)
    }

    /// Makes a provider that is at `place`.
    func makeProvider(_ environment: DiscoveryEnvironment, place: ClusterPlace) throws -> any TargetProvider {
        let (base, http, defaultNamespace) = try access(place)
        var namespaces = namespaces
        if usesOwnNamespace { namespaces.append(try defaultNamespace ?? place.ownNamespace()) }
        let metrics = environment.metrics.kubernetes
        let connection = ClusterConnection(
            base: base,
            client: try environment.makeClient(http),
            userAgent: environment.userAgent,
            metrics: metrics
        )
        return KubernetesProvider(
            role: role,
            attached: attached,
            watches: watches(namespaces.isEmpty ? [""] : namespaces).map {
                ClusterWatch(
                    resource: $0.resource,
                    namespace: $0.namespace,
                    selection: $0.selection,
                    connection: connection,
                    metrics: metrics,
                    timing: environment.timing,
                    logger: environment.logger
                )
            },
            metrics: metrics,
            logger: environment.logger
        )
    }

    /// Where the server is and how to talk to it.
    private func access(_ place: ClusterPlace) throws -> (String, HTTPClientSettings, String?) {
        if !kubeconfigFile.isEmpty {
            let file = try KubeconfigFile(path: kubeconfigFile)
            return (file.server, file.http, nil)
        }
        if !server.isEmpty { return (server, http, nil) }
        let (server, http) = try place.access()
        return (server, http, nil)
    }

    /// What is watched: the objects of the role, and those that their targets' labels come from.
    private func watches(
        _ namespaces: [String]
    ) -> [(resource: ClusterResource, namespace: String, selection: String)] {
        var resources = [role.resource]
        let hasPods = role == .pod || role == .endpoints || role == .endpointSlice
        if role == .endpoints || role == .endpointSlice { resources = [.services, .pods, role.resource] }
        if hasPods, attached.deployment { resources.append(.replicaSets) }
        if hasPods, attached.job || attached.cronJob { resources.append(.jobs) }
        if hasPods, attached.node { resources.append(.nodes) }
        if role != .node, attached.namespace { resources.append(.namespaces) }
        return resources.flatMap { resource in
            (resource.isNamespaced ? namespaces : [""]).map { (resource, $0, selection(resource)) }
        }
    }

    /// The selectors for `resource` as they stand in a query.
    private func selection(_ resource: ClusterResource) -> String {
        guard let selector = selectors.first(where: { $0.role == resource.role }) else { return "" }
        var query = ""
        if !selector.label.isEmpty { query += "&labelSelector=\(PercentEscapes.escaped(selector.label))" }
        if !selector.field.isEmpty { query += "&fieldSelector=\(PercentEscapes.escaped(selector.field))" }
        return query
    }
}
