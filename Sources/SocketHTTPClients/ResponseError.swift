/// Why bytes are no answer.
enum ResponseError: Error, Hashable {
    /// The head is none, in Go's words.
    case malformed(String)
    case headTooLarge
    /// The body is cut into chunks in a way that cannot be, in Go's words.
    case brokenBody(String)
    case bodyTooLarge(limit: Int)

    static let malformedChunk = ResponseError.brokenBody("invalid byte in chunk length")
    static let unendedChunk = ResponseError.brokenBody("malformed chunked encoding")
    static let chunkLineTooLong = ResponseError.brokenBody("header line too long")
}
