internal import HTTPServing
internal import RemoteStorage

/// `read`: samples for other servers.
struct ReadEndpoint: Sendable {
    let services: APIServices

    var routes: [Route] {
        [
            Route(["POST"], "/api/v1/read", .whenReady, .never) { request in
                guard let server = services.readServer else { return .notFound }
                let body: [UInt8]
                do throws(RequestBodyError) {
                    body = try await request.body(upTo: RemoteReadServer.maximumBodyBytes)
                } catch {
                    return .failure("\(error)", status: 400)
                }
                return Self.response(await server.answer(body))
            }
        ]
    }

    private static func response(_ answer: RemoteReadAnswer) -> OutgoingResponse {
        switch answer {
        case .failure(let status, let message, let isSampled):
            var response = OutgoingResponse.failure(message, status: status)
            if isSampled { response.headers.append(("Content-Encoding", "snappy")) }
            return response
        case .samples(let bytes):
            return OutgoingResponse(
                status: 200,
                headers: [("Content-Type", "application/x-protobuf"), ("Content-Encoding", "snappy")],
                body: .bytes(bytes)
            )
        case .stream(let stream):
            return OutgoingResponse(
                status: 200,
                headers: [("Content-Type", "application/x-streamed-protobuf; proto=prometheus.ChunkedReadResponse")],
                body: .pieces(FramePieces(stream: stream))
            )
        }
    }

    private struct FramePieces: ResponsePieces {
        var stream: RemoteReadStream

        mutating func next() -> [UInt8]? { stream.next() }
    }
}
