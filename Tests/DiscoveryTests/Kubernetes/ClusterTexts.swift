/// Texts of objects as an API server writes them, cut down to what matters.
enum ClusterTexts {
    static let pods = "/api/v1/pods"
    static let nodes = "/api/v1/nodes"
    static let services = "/api/v1/services"
    static let endpoints = "/api/v1/endpoints"
    static let namespaces = "/api/v1/namespaces"
    static let slices = "/apis/discovery.k8s.io/v1/endpointslices"
    static let ingresses = "/apis/networking.k8s.io/v1/ingresses"
    static let replicaSets = "/apis/apps/v1/replicasets"
    static let jobs = "/apis/batch/v1/jobs"

    /// Metadata; `rest` begins with a comma if it is not empty.
    static func metadata(_ namespace: String, _ name: String, _ rest: String = "") -> String {
        let place = namespace.isEmpty ? "" : #""namespace":"\#(namespace)","#
        return #""metadata":{\#(place)"name":"\#(name)","resourceVersion":"RV"\#(rest)}"#
    }

    /// A running pod with one container that declares the port 80.
    static func pod(_ namespace: String, _ name: String, address: String, node: String = "n1", rest: String = "")
        -> String
    {
        """
        {\(metadata(namespace, name, rest)),
         "spec":{"nodeName":"\(node)","volumes":[{"name":"v","x":{"y":[1,2,{}]}}],
           "initContainers":[{"name":"setup","image":"setup:1"}],
           "containers":[{"name":"web","image":"web:1","ports":[
             {"name":"http","containerPort":80,"protocol":"TCP"},{"containerPort":53,"protocol":"UDP"}]}]},
         "status":{"phase":"Running","podIP":"\(address)","hostIP":"10.0.0.1",
           "conditions":[{"type":"Initialized","status":"True"},{"type":"Ready","status":"True"}],
           "containerStatuses":[{"name":"web","containerID":"docker://abc","state":{"running":{}}}]}}
        """
    }

    /// A node with an inner address.
    static func node(_ name: String, _ rest: String = "") -> String {
        """
        {\(metadata("", name, rest)),"spec":{"providerID":"p://1"},
         "status":{"addresses":[{"type":"Hostname","address":"host"},{"type":"InternalIP","address":"10.0.0.1"},
           {"type":"InternalIP","address":"10.0.0.9"}],
           "conditions":[{"type":"Ready","status":"True"},{"type":"DiskPressure","status":"False"}],
           "daemonEndpoints":{"kubeletEndpoint":{"Port":10250}}}}
        """
    }

    /// A service with one port.
    static func service(_ namespace: String, _ name: String, spec: String = "", rest: String = "") -> String {
        """
        {\(metadata(namespace, name, rest)),"spec":{"clusterIP":"10.1.0.1","type":"ClusterIP"\(spec),
         "ports":[{"name":"http","port":80,"protocol":"TCP","targetPort":"http"}]},"status":{"loadBalancer":{}}}
        """
    }
}
