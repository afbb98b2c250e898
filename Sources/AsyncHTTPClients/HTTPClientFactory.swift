import AsyncHTTPClient
import Dispatch
package import HTTPClients
import NIOCore
import NIOPosix
import Synchronization

/// Makes the clients of all services: one pool of connections for each distinct transport, all on one set of event
/// loops.
package final class HTTPClientFactory: Sendable {
    /// How connections are made; clients that agree in it share their connections.
    private struct Transport: Hashable {
        var followsRedirects = true
    }

    /// Idle connections live as long as upstream's: longer than any usual scrape interval.
    private static let idleTimeout = TimeAmount.minutes(5)
    /// Many targets may be behind one address, and a slow one must not hold up the others.
    private static let mostConnectionsPerHost = 4096
    private static let mostRedirects = 10

    private let pools = Mutex<[Transport: AsyncHTTPClient.HTTPClient]>([:])

    package init() {}

    deinit {
        // A pool that goes away while open is a crash in AsyncHTTPClient.
        for pool in pools.withLock({ Array($0.values) }) { pool.shutdown(queue: .global()) { _ in } }
    }

    /// A client without authentication and with the system's trust.
    package func client() -> any HTTPClients.HTTPClient {
        PooledHTTPClient(pool(Transport())) { () throws(HTTPClients.HTTPClientError) in [] }
    }

    /// Closes all connections.
    ///
    /// Clients must not be used afterwards.
    package func shutdown() async {
        let pools = pools.withLock { pools in
            defer { pools = [:] }
            return Array(pools.values)
        }
        // A pool refuses only a second shutdown.
        for pool in pools { try? await pool.shutdown() }
    }

    private func pool(_ transport: Transport) -> AsyncHTTPClient.HTTPClient {
        pools.withLock { pools in
            if let pool = pools[transport] { return pool }
            let pool = AsyncHTTPClient.HTTPClient(
                eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
                configuration: configuration(transport)
            )
            pools[transport] = pool
            return pool
        }
    }

    private func configuration(_ transport: Transport) -> AsyncHTTPClient.HTTPClient.Configuration {
        var configuration = AsyncHTTPClient.HTTPClient.Configuration()
        configuration.redirectConfiguration =
            transport.followsRedirects ? .follow(max: Self.mostRedirects, allowCycles: true) : .disallow
        configuration.timeout.connect = .seconds(30)
        configuration.decompression = .disabled
        configuration.connectionPool.idleTimeout = Self.idleTimeout
        configuration.connectionPool.concurrentHTTP1ConnectionsPerHostSoftLimit = Self.mostConnectionsPerHost
        // A refused connection is an answer; the next scrape asks again.
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.httpVersion = .automatic
        return configuration
    }
}
