package import HTTPServing
import ServiceLifecycle
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Serves a site over plain HTTP/1.1 and 1.0 on its addresses until it is shut down.
package final class SocketWebServer: Service {
    private let site: WebSite
    private let settings: WebServerSettings
    private let loops: [ServingLoop]
    private let onListening: @Sendable ([ListenAddress]) async -> Void

    /// `onListening` is called once, with the addresses and their real ports, when all are open.
    ///
    /// `nil` if the system refuses what the server waits with.
    package init?(
        site: WebSite,
        settings: WebServerSettings,
        metrics: ConnectionMetrics,
        onListening: @escaping @Sendable ([ListenAddress]) async -> Void
    ) {
        self.site = site
        self.settings = settings
        self.onListening = onListening
        let capacity = ConnectionCapacity(settings.maximumConnections, metrics)
        // More threads than this serve nothing but the switching between them: queries have threads of their own.
        let count = max(1, min(4, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))))
        var loops: [ServingLoop] = []
        for _ in 0..<count {
            guard let loop = ServingLoop(settings, capacity) else { return nil }
            loops.append(loop)
        }
        self.loops = loops
    }

    /// Listens and answers.
    ///
    /// Graceful shutdown lets requests finish; cancellation does not.
    ///
    /// Throws `WebServerError` if an address cannot be opened.
    package func run() async throws {
        var listeners: [ListeningSocket] = []
        for address in settings.addresses { listeners.append(try ListeningSocket.open(address)) }
        let (loops, site, first) = (loops, site, loops[0])
        for loop in loops {
            loop.acceptors.withLock { $0 = [first] }
            loop.peers.withLock { $0 = loops }
        }
        defer {
            for loop in loops {
                loop.stop()
                // The loops know each other: nobody else lets them go.
                loop.peers.withLock { $0 = [] }
                loop.acceptors.withLock { $0 = [] }
            }
        }
        for loop in loops {
            guard loop.start(accepting: loop === first ? listeners : []) else {
                throw WebServerError.cannotListen(settings.addresses[0], errorNumber: EAGAIN)
            }
        }
        await onListening(listeners.map(\.address))
        listeners = []
        await withTaskCancellationHandler {
            await withGracefulShutdownHandler {
                await withDiscardingTaskGroup { group in
                    for loop in loops {
                        group.addTask(executorPreference: loop) { await Self.direct(loop, site) }
                    }
                }
            } onGracefulShutdown: {
                for loop in loops { loop.beginClosing() }
            }
        } onCancel: {
            for loop in loops { loop.abort() }
        }
    }

    /// Gives each connection of a loop a task, until there will be none any more and all have ended.
    private static func direct(_ loop: ServingLoop, _ site: WebSite) async {
        await withDiscardingTaskGroup { group in
            while let connection = await loop.nextConnection() {
                group.addTask(executorPreference: loop) { await connection.serve(site) }
            }
        }
    }
}
