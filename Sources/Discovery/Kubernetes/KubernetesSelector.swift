/// Which objects of a role the server is asked for.
struct KubernetesSelector: Sendable, Hashable {
    var role: KubernetesRole
    var label: String
    var field: String
}
