import HTTPClients
import Synchronization

/// A client that answers from a table of requests: `GET http://host/path?query`, without the network.
final class TableClient: HTTPClient {
    /// What is answered, or how the request fails.
    enum Answer {
        case body(String, status: Int = 200, type: String = "application/json")
        case failure(String)
    }

    /// The table and what was asked so far.
    private struct State {
        var answers: [String: Answer] = [:]
        var requests: [HTTPClientRequest] = []
    }

    private let state = Mutex(State())

    init(_ answers: [String: Answer] = [:]) { state.withLock { $0.answers = answers } }

    /// Changes what is answered to `request`.
    func answer(_ request: String, _ answer: Answer) { state.withLock { $0.answers[request] = answer } }

    var requests: [HTTPClientRequest] { state.withLock { $0.requests } }

    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        let key = "\(request.method) \(request.url)"
        let answer = state.withLock { state in
            state.requests.append(request)
            // Answers to some bodies come before answers to all.
            return state.answers["\(key) \(String(decoding: request.body, as: UTF8.self))"] ?? state.answers[key]
        }
        switch answer {
        case .body(let body, let status, let type):
            return HTTPClientResponse(
                status: status,
                reason: status == 200 ? "OK" : "Not OK",
                headers: [("Content-Type", type)],
                body: Array(body.utf8)
            )
        case .failure(let reason): throw .failed(method: request.method, url: request.url, reason: reason)
        case nil:
            return HTTPClientResponse(status: 404, reason: "Not Found", headers: [], body: Array("no \(key)".utf8))
        }
    }
}
