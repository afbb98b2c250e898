import AsyncHTTPClient
import HTTPClients
import NIOCore
import NIOHTTP1
import Synchronization

/// Gathers one answer on the event loop: the head, and the body as one array.
///
/// AsyncHTTPClient's own accumulator would leave us a `ByteBuffer` to copy once more; its asynchronous body costs a
/// continuation a chunk.
final class BodyCollector: HTTPClientResponseDelegate {
    typealias Response = HTTPClients.HTTPClientResponse

    /// What has arrived so far.
    private struct State {
        var head: HTTPResponseHead?
        var body: [UInt8] = []
    }

    /// A `Content-Length` is believed for reserving memory up to this many bytes.
    private static let mostBytesReserved = 4 << 20

    private let maximumBodyBytes: Int
    private let takeBody: (@Sendable ([UInt8]) -> Void)?
    private let state = Mutex(State())

    init(maximumBodyBytes: Int, takeBody: (@Sendable ([UInt8]) -> Void)? = nil) {
        self.maximumBodyBytes = maximumBodyBytes
        self.takeBody = takeBody
    }

    /// Whether a head has arrived, so that a failure lies in the body.
    var hasHead: Bool { state.withLock { $0.head != nil } }

    func didReceiveHead(task: AsyncHTTPClient.HTTPClient.Task<Response>, _ head: HTTPResponseHead) -> EventLoopFuture<
        Void
    > {
        let length = head.headers.first(name: "content-length").flatMap { Int($0) } ?? 0
        state.withLock {
            $0.head = head
            $0.body.reserveCapacity(min(max(length, 0), min(maximumBodyBytes, Self.mostBytesReserved)))
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didReceiveBodyPart(task: AsyncHTTPClient.HTTPClient.Task<Response>, _ buffer: ByteBuffer) -> EventLoopFuture<
        Void
    > {
        let isWithinLimit = state.withLock { state in
            guard buffer.readableBytes <= maximumBodyBytes - state.body.count else { return false }
            // Safe: the bytes are copied inside the closure that lends them.
            unsafe buffer.withUnsafeReadableBytes { unsafe state.body.append(contentsOf: $0) }
            return true
        }
        if let takeBody {
            let piece = state.withLock { state -> [UInt8] in
                guard state.head?.status == .ok else { return [] }
                defer { state.body = [] }
                return state.body
            }
            if !piece.isEmpty { takeBody(piece) }
        }
        guard isWithinLimit else {
            return task.eventLoop.makeFailedFuture(HTTPClients.HTTPClientError.bodyTooLarge(limit: maximumBodyBytes))
        }
        return task.eventLoop.makeSucceededVoidFuture()
    }

    func didFinishRequest(task: AsyncHTTPClient.HTTPClient.Task<Response>) throws -> Response {
        let (head, body) = state.withLock { state in
            let body = state.body
            state.body = []
            return (state.head, body)
        }
        guard let head else { throw AsyncHTTPClient.HTTPClientError.remoteConnectionClosed }
        return Response(
            status: Int(head.status.code),
            reason: head.status.reasonPhrase,
            headers: head.headers.map { (name: $0.name, value: $0.value) },
            body: body
        )
    }
}
