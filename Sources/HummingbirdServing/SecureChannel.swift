import HTTPServing
import HummingbirdCore
import HummingbirdHTTP2
import Logging
import NIOCore
import NIOSSL
import NIOTLS

/// A connection below TLS, which speaks the version of HTTP that both sides agree on.
struct SecureChannel: ServerChildChannel {
    /// What the two sides have agreed on.
    enum Negotiated: Sendable {
        case first(ObservedHTTP1Channel.Value)
        case second(HTTP2Channel.Value)
    }

    /// A connection whose version is not known before its handshake is over.
    struct Value: ServerChildChannelValue {
        let negotiated: EventLoopFuture<Negotiated>
        let channel: any Channel
    }

    private typealias Negotiation = NIOTypedApplicationProtocolNegotiationHandler<Negotiated>

    private let first: ObservedHTTP1Channel
    private let second: HTTP2Channel
    private let security: ServerSecurity

    init(_ first: ObservedHTTP1Channel, _ security: ServerSecurity, _ site: WebSite, idleTimeout: Duration) {
        self.first = first
        self.security = security
        second = HTTP2Channel(
            responder: { request, writer, stream in
                let presence = ClientPresence()
                stream.closeFuture.whenComplete { _ in presence.leave() }
                try await Exchange.answer(request, presence, site, writer)
            },
            configuration: HTTP2ChannelConfiguration(idleTimeout: idleTimeout)
        )
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
        let (first, second) = (first, second)
        return channel.eventLoop.makeCompletedFuture {
            let session = try security.session()
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(session.makeHandler())
            if session.authentication != .none, !session.allowedNames.isEmpty {
                try pipeline.addHandler(ClientNameHandler(session.allowedNames))
            }
            let negotiation = Negotiation { result in
                switch result {
                case .negotiated("h2"): second.setup(channel: channel, logger: logger).map { .second($0) }
                case .negotiated, .fallback: first.setup(channel: channel, logger: logger).map { .first($0) }
                }
            }
            try pipeline.addHandler(negotiation)
            return Value(negotiated: negotiation.protocolNegotiationResult, channel: channel)
        }.flatMapErrorThrowing { error in
            // Nobody else ends a connection that cannot be served.
            channel.close(promise: nil)
            throw error
        }
    }

    func handle(value: Value, logger: Logger) async {
        // A handshake that fails closes the connection, and there is nothing to serve.
        guard let negotiated = try? await value.negotiated.get() else { return }
        switch negotiated {
        case .first(let connection): await first.handle(value: connection, logger: logger)
        case .second(let connection): await second.handle(value: connection, logger: logger)
        }
    }
}
