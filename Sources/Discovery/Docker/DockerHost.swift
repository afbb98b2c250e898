internal import HTTPClients

/// Where a Docker daemon listens: `unix:///path`, `tcp://host:port`, `http://…` or `https://…`.
struct DockerHost: Sendable, Hashable {
    /// What URLs of the daemon start with.
    let baseURL: String
    /// Whether it is a URL of HTTP, which the block of HTTP settings is for.
    let isHTTP: Bool
    let isLocal: Bool

    init(_ host: String) throws(DiscoveryError) {
        let parts = host.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[1].hasPrefix("//"), parts[1].count > 2 else {
            throw DiscoveryError("unable to parse docker host `\(host)`")
        }
        let rest = String(parts[1].dropFirst(2))
        let trimmed = rest.hasSuffix("/") ? String(rest.dropLast()) : rest
        (isHTTP, isLocal) = (parts[0] == "http" || parts[0] == "https", parts[0] == "unix")
        switch parts[0] {
        case "unix": baseURL = "http+unix://" + PercentEscapes.escaped(rest)
        case "tcp", "http": baseURL = "http://" + trimmed
        case "https": baseURL = "https://" + trimmed
        default: throw DiscoveryError("protocol \(parts[0]) of docker host `\(host)` is not supported")
        }
    }
}
