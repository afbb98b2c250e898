import AsyncHTTPClient
import HTTPClients
import NIOCore
import NIOHTTP1
import StrictYAML

/// How connections are made.
struct Transport: Hashable, Sendable {
    /// Idle connections live as long as upstream's: longer than any usual scrape interval.
    private static let idleTimeout = TimeAmount.minutes(5)
    /// Many targets may be behind one address, and a slow one must not hold up the others.
    private static let mostConnectionsPerHost = 4096

    var enablesHTTP2 = true
    var tls = TLSSettings()
    /// The states of the files that `tls` names, so that a changed file makes another transport.
    var files: [FileState] = []
    var proxy: ProxyServer?
    var connectHeaders: [ProxyHeader] = []
    /// The host that is connected to where `tls` has a name of its own to verify.
    var host = ""

    /// Reads files.
    func configuration() throws(HTTPClientSettingsError) -> AsyncHTTPClient.HTTPClient.Configuration {
        var configuration = AsyncHTTPClient.HTTPClient.Configuration()
        // Redirects are followed outside, where it is known what a strange host must not see.
        configuration.redirectConfiguration = .disallow
        configuration.timeout.connect = .seconds(30)
        configuration.decompression = .disabled
        configuration.connectionPool.idleTimeout = Self.idleTimeout
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.mostConnectionsPerHost
        // A refused connection is an answer; the next scrape asks again.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = enablesHTTP2 ? .automatic : .http1Only
        if tls != TLSSettings() { configuration.tlsConfiguration = try TLSMaterials.configuration(tls) }
        if !host.isEmpty { configuration.dnsOverride = [tls.serverName: host] }
        if let proxy {
            switch proxy.kind {
            case .socks5: configuration.proxy = .socksServer(host: proxy.host, port: proxy.port)
            case .http:
                configuration.proxy = .server(
                    host: proxy.host,
                    port: proxy.port,
                    authorization: proxy.user.map { .basic(username: $0, password: proxy.password ?? "") },
                    connectHeaders: HTTPHeaders(
                        connectHeaders.flatMap { header in header.values.map { (header.name, $0.revealed) } }
                    )
                )
            }
        }
        return configuration
    }
}
