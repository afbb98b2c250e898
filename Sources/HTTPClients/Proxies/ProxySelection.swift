/// Finds the proxy of each request.
package struct ProxySelection: Sendable {
    /// Proxies by scheme of the URL that is asked.
    private let servers: [String: ProxyServer]
    /// `nil` if every request goes through the proxy.
    private let direct: DirectHosts?

    /// Decides by settings, or by `HTTP_PROXY` and its kin, which `environment` looks up.
    package init(
        _ settings: ProxySettings,
        environment: (String) -> String?
    ) throws(UnknownProxy) {
        guard settings.fromEnvironment else {
            guard !settings.url.isEmpty else {
                (servers, direct) = ([:], nil)
                return
            }
            let server = try Self.server(settings.url)
            servers = ["http": server, "https": server]
            direct = settings.noProxy.isEmpty ? nil : DirectHosts(settings.noProxy)
            return
        }
        func value(_ name: String) -> String { environment(name) ?? environment(name.lowercased()) ?? "" }
        var servers: [String: ProxyServer] = [:]
        for (scheme, name) in [("http", "HTTP_PROXY"), ("https", "HTTPS_PROXY")] where !value(name).isEmpty {
            servers[scheme] = try Self.server(value(name))
        }
        self.servers = servers
        direct = DirectHosts(value("NO_PROXY"))
    }

    /// Whether no request goes through a proxy.
    package var isEmpty: Bool { servers.isEmpty }

    /// The proxy for a URL, `nil` if it is asked directly.
    package func server(for url: HTTPURL) -> ProxyServer? {
        guard let server = servers[url.scheme] else { return nil }
        if let direct, direct.contains(host: url.host, port: url.port) { return nil }
        return server
    }

    private static func server(_ text: String) throws(UnknownProxy) -> ProxyServer {
        guard let server = ProxyServer(text) else { throw UnknownProxy(url: text) }
        return server
    }
}
