import NIOCore
import NIOHTTP1

/// Says whether a connection stays open after an answer, and closes it if not: the client may have asked so, and one that
/// speaks HTTP/1.0 waits for it unless it asked to keep the connection.
final class ConnectionPersistence: ChannelDuplexHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    /// What a request said of the connection.
    private struct Wish {
        let version: HTTPVersion
        let isKept: Bool
    }

    /// The requests that are not answered yet; a client may send several at once.
    private var wishes = CircularBuffer<Wish>(initialCapacity: 2)

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if case .head(let head) = unwrapInboundIn(data) {
            wishes.append(Wish(version: head.version, isKept: head.isKeepAlive))
        }
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard let wish = wishes.first else { return context.write(data, promise: promise) }
        switch unwrapOutboundIn(data) {
        case .head(let head) where head.status.code >= 200 && (!wish.isKept || wish.version == .http1_0):
            var head = head
            head.version = wish.version
            head.headers.replaceOrAdd(name: "Connection", value: wish.isKept ? "keep-alive" : "close")
            context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .end where !wish.isKept:
            wishes.removeAll()
            context.writeAndFlush(data, promise: promise)
            context.close(promise: nil)
        case .end:
            wishes.removeFirst()
            context.write(data, promise: promise)
        case .head, .body: context.write(data, promise: promise)
        }
    }
}
