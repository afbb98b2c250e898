package import HTTPServing
import HummingbirdCore
package import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// Serves a site on its addresses until it is shut down.
package final class WebServer: Service {
    private let site: WebSite
    private let settings: WebServerSettings
    private let connections: ConnectionMetrics
    private let count: ConnectionCount
    private let security: ServerSecurity?
    private let logger: Logger
    private let onListening: @Sendable ([ListenAddress]) async -> Void

    /// `onListening` is called once, with the addresses and their real ports, when all are open.
    package init(
        site: WebSite,
        settings: WebServerSettings,
        metrics: ConnectionMetrics,
        security: ServerSecurity? = nil,
        logger: Logger,
        onListening: @escaping @Sendable ([ListenAddress]) async -> Void
    ) {
        self.site = site
        self.settings = settings
        connections = metrics
        count = ConnectionCount(maximum: settings.maximumConnections)
        self.security = security
        self.onListening = onListening
        // Hummingbird's own messages about connections are no news to an operator.
        var quiet = logger
        quiet.logLevel = max(.error, logger.logLevel)
        self.logger = quiet
    }

    /// Listens and answers.
    ///
    /// Graceful shutdown lets requests finish; cancellation does not.
    ///
    /// Throws `WebServerError` if an address cannot be opened.
    package func run() async throws {
        let opened = OpenedAddresses(expected: settings.addresses.count, report: onListening)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for address in settings.addresses {
                group.addTask { try await self.serve(address, opened) }
            }
            try await group.waitForAll()
        }
    }

    private func serve(_ address: ListenAddress, _ opened: OpenedAddresses) async throws {
        let plain = ObservedHTTP1Channel(site: site, idleTimeout: settings.readTimeout)
        if let security {
            try await serve(address, opened, SecureChannel(plain, security, site, idleTimeout: settings.readTimeout))
        } else {
            try await serve(address, opened, plain)
        }
    }

    private func serve(
        _ address: ListenAddress,
        _ opened: OpenedAddresses,
        _ connection: some ServerChildChannel
    ) async throws {
        let server = connection.server(
            configuration: ServerConfiguration(
                address: .hostname(address.host.isEmpty ? "::" : address.host, port: address.port),
                backlog: 1024,
                availableConnectionsDelegate: ConnectionLimit(count, connections)
            ),
            onServerRunning: { channel in
                self.count.add(channel)
                let port = channel.localAddress?.port ?? address.port
                await opened.add(ListenAddress(host: address.host, port: port))
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: logger
        )
        do {
            try await server.run()
        } catch let error as IOError {
            throw WebServerError.cannotListen(address, errorNumber: error.errnoCode)
        } catch let error as SocketAddressError.UnknownHost {
            throw WebServerError.unknownHost(error.host)
        }
    }
}
