import HTTPServing
import HTTPTypes
import HummingbirdCore
import NIOCore
import PrometheusModel

/// One request and its answer, between Hummingbird's types and ours.
enum Exchange {
    /// Takes the request to the site and writes what it answers.
    @concurrent
    static func answer(
        _ request: Request,
        _ presence: ClientPresence,
        _ site: WebSite,
        _ writer: consuming ResponseWriter
    ) async throws {
        let body = request.body
        let incoming = IncomingRequest(
            method: request.method.rawValue,
            target: request.head.path ?? "/",
            headers: request.headers.map { (name: $0.name.rawName, value: $0.value) },
            client: presence
        ) { limit in try await collect(body, limit) }
        let response = await site.respond(to: incoming)
        let isBodiless = request.method == .head || response.status == 204 || response.status == 304
        switch response.body {
        case .bytes(let bytes):
            let head = head(of: response, contentLength: response.status == 204 ? nil : bytes.count)
            let body = isBodiless ? ResponseBody() : ResponseBody(byteBuffer: ByteBuffer(bytes: bytes))
            try await writer.write(response: head, body: body)
        case .pieces(var pieces):
            var body = try await writer.writeHead(head(of: response, contentLength: nil))
            while !isBodiless, let piece = pieces.next() { try await body.write(ByteBuffer(bytes: piece)) }
            try await body.finish(nil)
        case .feed(let next):
            var body = try await writer.writeHead(head(of: response, contentLength: nil))
            while !isBodiless, !presence.isGone, let piece = try await next() {
                if !piece.isEmpty { try await body.write(ByteBuffer(bytes: piece)) }
            }
            try await body.finish(nil)
        }
    }

    private static func collect(_ body: RequestBody, _ limit: Int) async throws -> [UInt8] {
        do {
            return Array(try await body.collect(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw RequestBodyError.tooLarge
        }
    }

    private static func head(of response: borrowing OutgoingResponse, contentLength: Int?) -> HTTPResponse {
        var fields = HTTPFields()
        for header in response.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        fields[.date] = DateHeader.text(milliseconds: WallClock.system.nowMilliseconds())
        if let contentLength { fields[.contentLength] = String(contentLength) }
        return HTTPResponse(status: .init(code: response.status), headerFields: fields)
    }
}
