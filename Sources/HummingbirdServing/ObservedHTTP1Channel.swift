import HTTPServing
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1

/// Hummingbird's HTTP/1.1 connection, with an eye on whether the client still listens: a query whose client is gone
/// must not go on.
struct ObservedHTTP1Channel: ServerChildChannel {
    /// A connection and what watches it.
    struct Value: ServerChildChannelValue {
        let http: HTTP1Channel
        let connection: HTTP1Channel.Value

        var channel: any Channel { connection.channel }
    }

    private let site: WebSite
    private let idleTimeout: TimeAmount

    init(site: WebSite, idleTimeout: Duration) {
        self.site = site
        self.idleTimeout = TimeAmount(idleTimeout)
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let presence = ClientPresence()
        let site = site
        let http = HTTP1Channel(
            responder: { request, writer, _ in try await Exchange.answer(request, presence, site, writer) },
            configuration: .init(additionalChannelHandlers: [PresenceHandler(presence)], idleTimeout: idleTimeout)
        )
        return http.setup(channel: channel, logger: logger).flatMapThrowing { connection in
            // Next to the decoder: behind it, nobody knows the version of HTTP any more.
            let pipeline = channel.pipeline.syncOperations
            let decoder = try pipeline.handler(type: ByteToMessageHandler<HTTPRequestDecoder>.self)
            try pipeline.addHandler(ConnectionPersistence(), position: .after(decoder))
            return Value(http: http, connection: connection)
        }
    }

    func handle(value: Value, logger: Logger) async {
        await value.http.handle(value: value.connection, logger: logger)
    }
}
