#if canImport(Glibc)
internal import Glibc
#elseif canImport(Musl)
internal import Musl
#endif
internal import HTTPClients
internal import StrictYAML

/// Where this program runs, as far as a cluster tells its pods.
struct ClusterPlace: Sendable {
    /// The value of a variable of the environment; empty if it is not set.
    let variable: @Sendable (String) -> String
    /// Where the service account lies.
    let directory: String

    static let standard = ClusterPlace(
        variable: { name in
            // Safe: the text is copied before anything else runs on this thread.
            unsafe getenv(name).map { unsafe String(cString: $0) } ?? ""
        },
        directory: "/var/run/secrets/kubernetes.io/serviceaccount"
    )

    /// The server of the cluster that this program is in; the token is read for each request.
    func access() throws -> (server: String, http: HTTPClientSettings) {
        let (host, port) = (variable("KUBERNETES_SERVICE_HOST"), variable("KUBERNETES_SERVICE_PORT"))
        guard !host.isEmpty, !port.isEmpty else {
            throw DiscoveryError(
                "unable to load in-cluster configuration, KUBERNETES_SERVICE_HOST and KUBERNETES_SERVICE_PORT must "
                    + "be defined"
            )
        }
        _ = try TextFile.read("\(directory)/token")
        var http = HTTPClientSettings()
        var authorization = AuthorizationSettings()
        authorization.credentialsFile = "\(directory)/token"
        http.authorization = authorization
        http.tls.authority.file = "\(directory)/ca.crt"
        return ("https://\(joinedAddress(host, port))", http)
    }

    /// The namespace of this program's pod.
    func ownNamespace() throws -> String {
        let bytes: [UInt8]
        do {
            bytes = try TextFile.read("\(directory)/namespace")
        } catch {
            throw DiscoveryError("could not determine the pod's namespace: \(error)")
        }
        let name = String(decoding: bytes, as: UTF8.self).trimmed
        if name.isEmpty { throw DiscoveryError("could not read own namespace name (empty file)") }
        return name
    }
}
