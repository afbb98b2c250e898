import HTTPServing
import NIOCore
import NIOSSL
import NIOTLS

/// Ends connections of clients whose certificate has none of the allowed names, before anything they send is read.
final class ClientNameHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = NIOAny

    private let allowed: Set<String>
    private var isRefused = false

    init(_ allowed: [String]) { self.allowed = Set(allowed) }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? TLSUserEvent, case .handshakeCompleted = event, !isAllowed(context) {
            isRefused = true
            return context.close(promise: nil)
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if !isRefused { context.fireChannelRead(data) }
    }

    private func isAllowed(_ context: ChannelHandlerContext) -> Bool {
        guard let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate() else { return false }
        return certificate._subjectAlternativeNames().contains { name in
            // Safe: the bytes live as long as the name, and are copied.
            let bytes = unsafe name.contents.withUnsafeBufferPointer { unsafe Array($0) }
            return allowed.contains(Self.text(bytes, isAddress: name.nameType == .ipAddress))
        }
    }

    private static func text(_ bytes: [UInt8], isAddress: Bool) -> String {
        guard isAddress else { return String(decoding: bytes, as: UTF8.self) }
        guard let address = try? NIOCore.SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: 0) else {
            return ""
        }
        return address.ipAddress ?? ""
    }
}
