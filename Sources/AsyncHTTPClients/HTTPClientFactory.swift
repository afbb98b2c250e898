import AsyncHTTPClient
import Dispatch
package import HTTPClients
import NIOCore
import NIOPosix
import SocketHTTPClients
import Synchronization

/// Makes the clients of all services: one pool of connections for each distinct transport, all on one set of event
/// loops.
package final class HTTPClientFactory: Sendable {
    /// How connections are made; clients that agree in it share their connections.
    private struct Transport: Hashable {
        var followsRedirects: Bool
        var enablesHTTP2: Bool
        var tls: TLSSettings
        var proxy: ProxySettings

        init(_ settings: HTTPClientSettings) {
            followsRedirects = settings.followsRedirects
            enablesHTTP2 = settings.enablesHTTP2
            tls = settings.tls
            proxy = settings.proxy
        }
    }

    /// Idle connections live as long as upstream's: longer than any usual scrape interval.
    private static let idleTimeout = TimeAmount.minutes(5)
    /// Many targets may be behind one address, and a slow one must not hold up the others.
    private static let mostConnectionsPerHost = 4096
    private static let mostRedirects = 10

    /// `nil` on a system without descriptors for it.
    private let loop = SocketLoop()
    private let pools = Mutex<[Transport: AsyncHTTPClient.HTTPClient]>([:])

    package init() {}

    deinit {
        loop?.stop()
        // A pool that goes away while open is a crash in AsyncHTTPClient.
        for pool in pools.withLock({ Array($0.values) }) { pool.shutdown(queue: .global()) { _ in } }
    }

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

    /// A client without authentication and with the system's trust.
    package func client() -> any HTTPClients.HTTPClient {
        let transport = Transport(HTTPClientSettings())
        return PooledHTTPClient(pool(transport, plainConfiguration(transport)), Credentials())
    }

    /// A client with these settings.
    ///
    /// Plain requests go over the sockets of `SocketHTTPClients`, because a scrape costs a fraction there; all else
    /// goes through AsyncHTTPClient.
    package func client(
        _ settings: HTTPClientSettings
    ) throws(HTTPClientSettingsError) -> any HTTPClients.HTTPClient {
        let pooled = try pooledClient(settings)
        guard let loop, settings.proxy == ProxySettings() else { return pooled }
        let credentials = pooled.credentials
        return PlainHTTPClient(
            loop,
            fallback: pooled,
            followsRedirects: settings.followsRedirects,
            headers: { request throws(HTTPClients.HTTPClientError) in try credentials.headers(of: request) }
        )
    }

    /// A client with these settings that goes through AsyncHTTPClient whatever the request.
    func pooledClient(_ settings: HTTPClientSettings) throws(HTTPClientSettingsError) -> PooledHTTPClient {
        guard settings.tls.serverName.isEmpty else { throw .unsupported("server_name") }
        let transport = Transport(settings)
        // Reads files, so before any lock is taken.
        let configuration = try configuration(transport)
        return PooledHTTPClient(pool(transport, configuration), try Credentials(settings))
    }

    /// Closes all connections.
    ///
    /// Clients must not be used afterwards.
    package func shutdown() async {
        loop?.stop()
        let pools = pools.withLock { pools in
            defer { pools = [:] }
            return Array(pools.values)
        }
        // A pool refuses only a second shutdown.
        for pool in pools { try? await pool.shutdown() }
    }

    private func pool(
        _ transport: Transport,
        _ configuration: AsyncHTTPClient.HTTPClient.Configuration
    ) -> AsyncHTTPClient.HTTPClient {
        pools.withLock { pools in
            if let known = pools[transport] { return known }
            let pool = AsyncHTTPClient.HTTPClient(
                eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
                configuration: configuration
            )
            pools[transport] = pool
            return pool
        }
    }

    private func configuration(
        _ transport: Transport
    ) throws(HTTPClientSettingsError) -> AsyncHTTPClient.HTTPClient.Configuration {
        var configuration = plainConfiguration(transport)
        if transport.tls != TLSSettings() {
            configuration.tlsConfiguration = try TLSMaterials.configuration(transport.tls)
        }
        configuration.proxy = try proxy(transport.proxy)
        return configuration
    }

    private func plainConfiguration(_ transport: Transport) -> AsyncHTTPClient.HTTPClient.Configuration {
        var configuration = AsyncHTTPClient.HTTPClient.Configuration()
        configuration.redirectConfiguration =
            transport.followsRedirects ? .follow(max: Self.mostRedirects, allowCycles: true) : .disallow
        configuration.timeout.connect = .seconds(30)
        configuration.decompression = .disabled
        configuration.connectionPool.idleTimeout = Self.idleTimeout
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.mostConnectionsPerHost
        // A refused connection is an answer; the next scrape asks again.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = transport.enablesHTTP2 ? .automatic : .http1Only
        return configuration
    }

    private func proxy(
        _ settings: ProxySettings
    ) throws(HTTPClientSettingsError) -> AsyncHTTPClient.HTTPClient.Configuration.Proxy? {
        guard !settings.fromEnvironment else { throw .unsupported("proxy_from_environment") }
        guard !settings.url.isEmpty else { return nil }
        guard settings.noProxy.isEmpty else { throw .unsupported("no_proxy") }
        guard let target = try? AsyncHTTPClient.HTTPClient.Request(url: settings.url), target.scheme == "http" else {
            throw .unsupported("proxy_url \(settings.url)")
        }
        return .server(host: target.host, port: target.port)
    }
}
