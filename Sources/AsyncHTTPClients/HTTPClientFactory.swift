import FoundationEssentials
package import HTTPClients
import SocketHTTPClients

/// Makes the clients of all services: one pool of connections for each distinct transport, all on one set of event
/// loops.
package final class HTTPClientFactory: Sendable {
    /// `nil` on a system without descriptors for it.
    private let loop = SocketLoop()
    private let pools = ConnectionPools()
    private let environment: [String: String]

    /// - Parameter environment: where `proxy_from_environment` looks.
    package init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        self.environment = environment
    }

    deinit { loop?.stop() }

    /// Where tasks that send plain requests run best: on the thread that reads the answers.
    ///
    /// `nil` on a system without descriptors for it.
    package var executor: (any TaskExecutor)? { loop }

    /// Waits for a time of the monotonic clock, or until the task is cancelled; on `executor` without another thread.
    package func sleep(untilMonotonicNanoseconds deadline: Int64) async {
        if let loop { return await loop.sleep(untilMonotonicNanoseconds: deadline) }
        // Cancellation ends the wait, and the caller looks for it.
        try? await Task.sleep(nanoseconds: UInt64(max(0, deadline - SocketLoop.now)))
    }

    /// A client with these settings.
    ///
    /// Plain requests go over the sockets of `SocketHTTPClients`, because a scrape costs a fraction there; all else
    /// goes through AsyncHTTPClient. Certificates and keys are loaded now; secrets in files are read for each request.
    package func client(
        _ settings: HTTPClientSettings
    ) throws(HTTPClientSettingsError) -> any HTTPClients.HTTPClient {
        try client(settings, isPlain: true)
    }

    /// A client with these settings that goes through AsyncHTTPClient whatever the request.
    func pooledClient(_ settings: HTTPClientSettings) throws(HTTPClientSettingsError) -> any HTTPClients.HTTPClient {
        try client(settings, isPlain: false)
    }

    /// Closes all connections.
    ///
    /// Clients must not be used afterwards.
    package func shutdown() async {
        loop?.stop()
        await pools.shutdown()
    }

    private func client(
        _ settings: HTTPClientSettings,
        isPlain: Bool
    ) throws(HTTPClientSettingsError) -> any HTTPClients.HTTPClient {
        try settings.refuseReferences()
        let proxies = try proxies(settings.proxy)
        let selection = try TransportSelection(settings, pools, proxies)
        var client = hop(selection, proxies, try Credentials(settings), isPlain)
        if settings.followsRedirects {
            let bare = hop(selection, proxies, Credentials(withoutSecretsOf: settings), isPlain)
            client = RedirectingHTTPClient(trusted: client, bare: bare)
        }
        guard let oauth2 = settings.oauth2 else { return client }
        var tokenSettings = HTTPClientSettings()
        tokenSettings.tls = oauth2.tls
        tokenSettings.proxy = oauth2.proxy
        return TokenHTTPClient(oauth2, tokenClient: try self.client(tokenSettings, isPlain: isPlain), client: client)
    }

    /// A client that sends one request and follows nothing.
    private func hop(
        _ selection: TransportSelection,
        _ proxies: ProxySelection,
        _ credentials: Credentials,
        _ isPlain: Bool
    ) -> any HTTPClients.HTTPClient {
        let pooled = PooledHTTPClient(selection, credentials)
        guard isPlain, let loop else { return pooled }
        let headers: PlainHTTPClient.Headers = { request throws(HTTPClients.HTTPClientError) in
            try credentials.headers(of: request)
        }
        guard !proxies.isEmpty else { return PlainHTTPClient(loop, fallback: pooled, headers: headers) }
        return PlainHTTPClient(loop, fallback: pooled, headers: headers, route: { Self.route($0, proxies) })
    }

    private static func route(_ url: String, _ proxies: ProxySelection) -> PlainRoute {
        guard let url = HTTPURL(url), url.scheme == "http" else { return .elsewhere }
        guard let proxy = proxies.server(for: url) else { return .direct }
        guard proxy.kind == .http, let port = UInt16(exactly: proxy.port) else { return .elsewhere }
        let authorization = proxy.user.map { user in
            "Basic " + Data("\(user):\(proxy.password ?? "")".utf8).base64EncodedString()
        }
        return .proxy(host: proxy.host, port: port, authorization: authorization)
    }

    private func proxies(_ settings: ProxySettings) throws(HTTPClientSettingsError) -> ProxySelection {
        do throws(UnknownProxy) {
            return try ProxySelection(settings) { environment[$0] }
        } catch {
            throw .unsupported("proxy \(error.shownURL)")
        }
    }
}
