internal import HTTPClients

/// Why bytes are no answer.
enum ResponseError: Error, Hashable {
    /// What the first line is.
    case malformed(String)
    case headTooLarge
    case bodyTooLarge(limit: Int)
    /// A chunk whose length is no number.
    case malformedChunk

    /// The reason in Go's words, `nil` for a body that is too large.
    var reason: String? {
        switch self {
        case .malformed(let line):
            "net/http: HTTP/1.x transport connection broken: malformed HTTP response \"\(line)\""
        case .headTooLarge:
            "net/http: HTTP/1.x transport connection broken: net/http: server response headers exceeded "
                + "\(ResponseParser.mostHeadBytes) bytes; aborted"
        case .malformedChunk: "invalid byte in chunk length"
        case .bodyTooLarge: nil
        }
    }
}
