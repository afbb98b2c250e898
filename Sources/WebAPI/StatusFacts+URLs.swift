extension StatusFacts {
    /// The URL of a target as a user elsewhere can open it: this machine's own names are replaced.
    ///
    /// The server's own address becomes the external URL's; another port of this machine keeps its port behind the
    /// external URL's host.
    func globalURL(_ url: String) -> String {
        guard let separator = url.firstRange(of: "://"), let external = externalOrigin.firstRange(of: "://") else {
            return url
        }
        let rest = url[separator.upperBound...]
        let address = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        let (host, port) = Self.split(address)
        guard ["127.0.0.1", "localhost", "[::1]"].contains(host) else { return url }
        let tail = rest[address.endIndex...]
        if port == String(listenPort) { return externalOrigin + tail }
        let externalHost = Self.split(externalOrigin[external.upperBound...]).host
        return url[..<separator.upperBound] + externalHost + (port.isEmpty ? "" : ":\(port)") + tail
    }

    private static func split(_ address: Substring) -> (host: Substring, port: Substring) {
        guard let colon = address.lastIndex(of: ":"), !address.hasSuffix("]") else { return (address, "") }
        return (address[..<colon], address[address.index(after: colon)...])
    }
}
