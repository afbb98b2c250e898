internal import HTTPClients

/// One request on its way and its answer as far as it has come.
struct Exchange {
    /// What became of it.
    enum Outcome: Sendable {
        case response(HTTPClientResponse)
        case failed(SocketFailure)
        case malformed(ResponseError)
        /// The connection ended before the answer was whole; `isUntouched` if not a byte of it had come.
        case ended(isUntouched: Bool)
        case timedOut
        case cancelled
    }

    /// Tells it from the other requests on the same connection.
    let id: UInt64
    let request: [UInt8]
    /// How much of the request was sent.
    var sent = 0
    var parser: ResponseParser
    /// Nanoseconds of the monotonic clock.
    let deadline: Int64
    let continuation: CheckedContinuation<Outcome, Never>
}
