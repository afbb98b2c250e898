/// What kind of objects become targets.
enum KubernetesRole: String, Sendable, Hashable, CaseIterable {
    case node, pod, service, endpoints, ingress
    case endpointSlice = "endpointslice"

    /// The kind of the objects.
    var resource: ClusterResource {
        switch self {
        case .node: .nodes
        case .pod: .pods
        case .service: .services
        case .endpoints: .endpoints
        case .endpointSlice: .endpointSlices
        case .ingress: .ingresses
        }
    }

    /// What objects are called in the sources of groups.
    var sourcePrefix: String { self == .service ? "svc" : rawValue }

    /// The roles that selectors may be given for.
    var selectable: [KubernetesRole] {
        switch self {
        case .endpoints: [.pod, .service, .endpoints]
        case .endpointSlice: [.pod, .service, .endpointSlice]
        case .pod: [.pod, .node]
        default: [self]
        }
    }
}
