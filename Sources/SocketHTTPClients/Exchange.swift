internal import HTTPClients

/// One request on its way and its answer as far as it has come.
struct Exchange {
    /// How far an answer has come.
    enum Progress: Sendable {
        /// Not a byte of it.
        case untouched
        case head
        case body
    }

    /// What became of it.
    enum Outcome: Sendable {
        case response(HTTPClientResponse)
        case failed(SocketFailure, Progress)
        case malformed(ResponseError)
        /// The connection ended before the answer was whole.
        case ended(Progress)
        case timedOut(Progress)
        case cancelled

        /// Whether the other side may have closed a kept connection before it saw the request.
        var isUntouched: Bool {
            switch self {
            case .failed(_, .untouched), .ended(.untouched): true
            default: false
            }
        }
    }

    /// Tells it from the other requests on the same connection.
    let id: UInt64
    let request: PlainRequest
    /// How many bytes of the request were sent.
    var sent = 0
    var parser: ResponseParser
    /// Until when a new connection has to be made.
    let connectBy: Int64
    let continuation: CheckedContinuation<Outcome, Never>
}
