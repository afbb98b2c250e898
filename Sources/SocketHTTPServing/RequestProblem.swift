/// Why a request is refused before any endpoint sees it, as Go's server tells it.
struct RequestProblem: Error, Hashable {
    let status: Int
    /// What stands behind the status in the body; empty for nothing.
    let detail: String

    static let malformed = RequestProblem(status: 400, detail: "")
    static let missingHost = RequestProblem(status: 400, detail: "missing required Host header")
    static let manyHosts = RequestProblem(status: 400, detail: "too many Host headers")
    static let invalidName = RequestProblem(status: 400, detail: "invalid header name")
    static let invalidValue = RequestProblem(status: 400, detail: "invalid header value")
    static let version = RequestProblem(status: 505, detail: "unsupported protocol version")
    static let headTooLarge = RequestProblem(status: 431, detail: "")
    static let transferEncoding = RequestProblem(status: 501, detail: "unsupported transfer encoding")
    static let expectation = RequestProblem(status: 417, detail: "")

    /// The whole answer; the connection is closed behind it.
    var answer: [UInt8] {
        let status = "\(status) \(StatusPhrase.of(status))"
        let text = detail.isEmpty ? status : "\(status): \(detail)"
        let head =
            "HTTP/1.1 \(status)\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n"
        return Array((head + text).utf8)
    }
}
