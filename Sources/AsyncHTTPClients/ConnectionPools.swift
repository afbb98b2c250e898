import AsyncHTTPClient
import HTTPClients
import NIOPosix
import Synchronization

/// The pools that are in use: clients that agree in how connections are made share them.
final class ConnectionPools: Sendable {
    /// A pool that lives as long as somebody uses it.
    private struct Known {
        weak var pool: ConnectionPool?
    }

    private let pools = Mutex<[Transport: Known]>([:])

    /// The pool for `transport`, made if there is none.
    func pool(_ transport: Transport) throws(HTTPClientSettingsError) -> ConnectionPool {
        if let pool = pools.withLock({ $0[transport]?.pool }) { return pool }
        // Reads files, so outside of the lock.
        let configuration = try transport.configuration()
        return pools.withLock { pools in
            if let pool = pools[transport]?.pool { return pool }
            let pool = ConnectionPool(
                AsyncHTTPClient.HTTPClient(
                    eventLoopGroupProvider: .shared(MultiThreadedEventLoopGroup.singleton),
                    configuration: configuration
                )
            )
            pools = pools.filter { $0.value.pool != nil }
            pools[transport] = Known(pool: pool)
            return pool
        }
    }

    func shutdown() async {
        let open = pools.withLock { pools in
            defer { pools = [:] }
            return pools.values.compactMap(\.pool)
        }
        // A pool refuses only a second shutdown.
        for pool in open { try? await pool.client.shutdown() }
    }
}
