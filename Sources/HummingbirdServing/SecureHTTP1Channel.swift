import HTTPServing
import HummingbirdCore
import Logging
import NIOCore
import NIOSSL

/// The connection of `ObservedHTTP1Channel` below TLS.
struct SecureHTTP1Channel: ServerChildChannel {
    private let base: ObservedHTTP1Channel
    private let security: ServerSecurity

    init(_ base: ObservedHTTP1Channel, _ security: ServerSecurity) {
        self.base = base
        self.security = security
    }

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<ObservedHTTP1Channel.Value> {
        channel.eventLoop.makeCompletedFuture {
            let session = try security.session()
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(session.makeHandler())
            if session.authentication != .none, !session.allowedNames.isEmpty {
                try pipeline.addHandler(ClientNameHandler(session.allowedNames))
            }
        }.flatMap {
            base.setup(channel: channel, logger: logger)
        }.flatMapErrorThrowing { error in
            // Nobody else ends a connection that cannot be served.
            channel.close(promise: nil)
            throw error
        }
    }

    func handle(value: ObservedHTTP1Channel.Value, logger: Logger) async {
        await base.handle(value: value, logger: logger)
    }
}
