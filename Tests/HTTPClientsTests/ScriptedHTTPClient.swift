import HTTPClients
import Synchronization

/// Answers requests out of a closure and remembers them.
final class ScriptedHTTPClient: HTTPClient {
    private let log = Mutex<[HTTPClientRequest]>([])
    private let reply: @Sendable (HTTPClientRequest) -> HTTPClientResponse

    init(_ reply: @escaping @Sendable (HTTPClientRequest) -> HTTPClientResponse) { self.reply = reply }

    var requests: [HTTPClientRequest] { log.withLock { $0 } }

    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        log.withLock { $0.append(request) }
        return reply(request)
    }
}

extension HTTPClientResponse {
    /// An answer with a status, headers and a text.
    static func answer(_ status: Int, _ headers: [(String, String)] = [], _ body: String = "") -> HTTPClientResponse {
        HTTPClientResponse(
            status: status,
            reason: status == 401 ? "Unauthorized" : "OK",
            headers: headers.map { (name: $0.0, value: $0.1) },
            body: Array(body.utf8)
        )
    }
}
