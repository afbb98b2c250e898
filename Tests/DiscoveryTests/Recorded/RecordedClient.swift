import HTTPClients
import Synchronization

/// A client that answers from a recording: by method, URL, Amazon's operation if there is one and body, or by method and
/// URL.
final class RecordedClient: HTTPClient {
    private let answers: [String: HTTPClientResponse]
    private let unknown = Mutex<[String]>([])

    init(_ answers: [String: HTTPClientResponse]) { self.answers = answers }

    /// What was asked without an answer in the recording.
    var unknownRequests: [String] { unknown.withLock { $0 } }

    func send(_ request: HTTPClientRequest) async throws(HTTPClientError) -> HTTPClientResponse {
        let key = "\(request.method) \(request.url)"
        let body = String(decoding: request.body, as: UTF8.self)
        let operation = request.header("X-Amz-Target").map { "\(key) \($0) \(body)" } ?? ""
        if let answer = answers[operation] ?? answers["\(key) \(body)"] ?? answers[key] {
            return answer
        }
        unknown.withLock { $0.append(key) }
        throw .failed(method: request.method, url: request.url, reason: "not in the recording")
    }
}
