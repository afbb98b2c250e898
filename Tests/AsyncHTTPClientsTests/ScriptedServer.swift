import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A server on a free port of the loopback address that answers each request with bytes from a script.
final class ScriptedServer: Sendable {
    /// What to do with one request.
    enum Reply: Sendable {
        /// Sends these bytes and waits for the next request.
        case send(String)
        /// Sends these bytes and closes the connection.
        case sendAndClose(String)
        /// Says nothing and keeps the connection.
        case keepSilent
    }

    private let channel: any Channel
    private let log = Mutex<[String]>([])
    private let connections = Mutex(0)

    /// Starts listening; `reply` gets the head of each request.
    static func start(
        tls: NIOSSLContext? = nil,
        _ reply: @escaping @Sendable (String) -> Reply
    ) async throws -> ScriptedServer {
        let box = Box()
        let bootstrap = ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    box.server.withLock { $0 }?.connections.withLock { $0 += 1 }
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.addHandler(Handler(box: box, reply: reply))
                }
            }
        let server = ScriptedServer(channel: try await bootstrap.bind(host: "127.0.0.1", port: 0).get())
        box.server.withLock { $0 = server }
        return server
    }

    private init(channel: any Channel) { self.channel = channel }

    var port: Int { channel.localAddress?.port ?? 0 }
    var url: String { "http://127.0.0.1:\(port)" }
    /// The requests so far, as they came.
    var requests: [String] { log.withLock { $0 } }
    var connectionCount: Int { connections.withLock { $0 } }

    func stop() async throws { try await channel.close() }

    /// Lets the handlers find the server that is made after them.
    private final class Box: Sendable {
        let server = Mutex<ScriptedServer?>(nil)
    }

    private final class Handler: ChannelInboundHandler {
        typealias InboundIn = ByteBuffer
        typealias OutboundOut = ByteBuffer

        private let box: Box
        private let reply: @Sendable (String) -> Reply
        private var received = ""

        init(box: Box, reply: @escaping @Sendable (String) -> Reply) {
            self.box = box
            self.reply = reply
        }

        func channelRead(context: ChannelHandlerContext, data: NIOAny) {
            received += String(buffer: unwrapInboundIn(data))
            guard received.contains("\r\n\r\n") else { return }
            let request = received
            received = ""
            box.server.withLock { $0 }?.log.withLock { $0.append(request) }
            switch reply(request) {
            case .send(let text): context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
            case .sendAndClose(let text):
                context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
                context.close(promise: nil)
            case .keepSilent: break
            }
        }
    }
}
