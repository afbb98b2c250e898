/// An object of any kind.
enum ClusterObject: Sendable, Hashable {
    case node(ClusterNode)
    case pod(ClusterPod)
    case service(ClusterService)
    case endpoints(ClusterEndpoints)
    case ingress(ClusterIngress)
    case namespace(ClusterNamespace)
    case owner(ClusterOwner)

    init(reading reader: inout JSONReader, _ resource: ClusterResource) throws(JSONReaderError) {
        self =
            switch resource {
            case .nodes: .node(try ClusterNode(reading: &reader))
            case .pods: .pod(try ClusterPod(reading: &reader))
            case .services: .service(try ClusterService(reading: &reader))
            case .endpoints: .endpoints(try ClusterEndpoints(readingEndpoints: &reader))
            case .endpointSlices: .endpoints(try ClusterEndpoints(readingSlice: &reader))
            case .ingresses: .ingress(try ClusterIngress(reading: &reader))
            case .namespaces: .namespace(try ClusterNamespace(reading: &reader))
            case .replicaSets, .jobs: .owner(try ClusterOwner(reading: &reader))
            }
    }

    /// What names the object among those of its kind.
    var key: String {
        switch self {
        case .node(let node): node.key
        case .pod(let pod): pod.key
        case .service(let service): service.key
        case .endpoints(let endpoints): endpoints.key
        case .ingress(let ingress): ingress.key
        case .namespace(let namespace): namespace.key
        case .owner(let owner): owner.key
        }
    }
}
