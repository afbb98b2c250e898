/// Why an outgoing request has no answer, in the words that upstream's client uses for the same failure.
package enum HTTPClientError: Error, Hashable, CustomStringConvertible {
    /// The time ran out: `Get "http://…": context deadline exceeded`.
    case timedOut(method: String, url: String)
    /// The connection could not be made or broke: `Get "http://…": dial tcp 127.0.0.1:1: connect: connection refused`.
    case failed(method: String, url: String, reason: String)
    /// The answer broke off in the middle of its body: `unexpected EOF`, without the request, as in Go.
    case brokenOff(reason: String)
    /// More bytes of body than the request allows.
    case bodyTooLarge(limit: Int)
    /// The task was cancelled.
    case cancelled

    package var description: String {
        switch self {
        case .timedOut(let method, let url): "\(Self.verb(method)) \"\(url)\": context deadline exceeded"
        case .failed(let method, let url, let reason): "\(Self.verb(method)) \"\(url)\": \(reason)"
        case .brokenOff(let reason): reason
        case .bodyTooLarge: "body size limit exceeded"
        case .cancelled: "context canceled"
        }
    }

    private static func verb(_ method: String) -> String {
        method.prefix(1).uppercased() + method.dropFirst().lowercased()
    }
}
