/// A kind of objects, and where the server has them.
enum ClusterResource: Hashable, Sendable {
    case nodes, pods, services, endpoints, endpointSlices, ingresses, namespaces, replicaSets, jobs

    /// The API and its version.
    private var interface: String {
        switch self {
        case .nodes, .pods, .services, .endpoints, .namespaces: "api/v1"
        case .endpointSlices: "apis/discovery.k8s.io/v1"
        case .ingresses: "apis/networking.k8s.io/v1"
        case .replicaSets: "apis/apps/v1"
        case .jobs: "apis/batch/v1"
        }
    }

    /// The kind's name in paths.
    var plural: String {
        switch self {
        case .endpointSlices: "endpointslices"
        case .replicaSets: "replicasets"
        default: "\(self)"
        }
    }

    /// The role that events are counted for; `nil` if they are not.
    var role: KubernetesRole? {
        switch self {
        case .nodes: .node
        case .pods: .pod
        case .services: .service
        case .endpoints: .endpoints
        case .endpointSlices: .endpointSlice
        case .ingresses: .ingress
        case .namespaces, .replicaSets, .jobs: nil
        }
    }

    /// Whether objects lie in namespaces.
    var isNamespaced: Bool { self != .nodes && self != .namespaces }

    /// The path of all objects, or of those of a namespace.
    func path(_ namespace: String) -> String {
        namespace.isEmpty ? "/\(interface)/\(plural)" : "/\(interface)/namespaces/\(namespace)/\(plural)"
    }
}
