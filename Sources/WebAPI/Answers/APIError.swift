internal import HTTPServing
internal import PromQL
internal import Storage

/// Why a request has no answer: a status, upstream's name of the kind, and a text.
struct APIError: Error {
    let status: Int
    let kind: String
    let message: String

    /// The request is wrong.
    static func badData(_ message: String) -> APIError { APIError(status: 400, kind: "bad_data", message: message) }

    /// One parameter is wrong.
    static func invalid(_ parameter: String, _ reason: String) -> APIError {
        badData("invalid parameter \"\(parameter)\": \(reason)")
    }

    init(status: Int, kind: String, message: String) {
        self.status = status
        self.kind = kind
        self.message = message
    }

    init(_ error: PromQLError) {
        switch error {
        case .parse(let text): self = .invalid("query", text)
        case .badData(let text): self = .badData(text)
        case .queueDeadline: self = .invalid("query", "\(error)")
        case .execution, .tooManySamples, .storage:
            self.init(status: 422, kind: "execution", message: "\(error)")
        case .timeout: self.init(status: 503, kind: "timeout", message: "\(error)")
        case .canceled: self.init(status: 499, kind: "canceled", message: "\(error)")
        }
    }

    init(_ error: StorageError) { self.init(status: 422, kind: "execution", message: "\(error)") }

    /// The answer.
    var response: OutgoingResponse {
        var writer = JSONWriter()
        writer.object {
            $0.member("status", "error")
            $0.member("errorType", kind)
            $0.member("error", message)
        }
        return OutgoingResponse(
            status: status,
            headers: [("Content-Type", "application/json")],
            body: .bytes(writer.bytes)
        )
    }
}
