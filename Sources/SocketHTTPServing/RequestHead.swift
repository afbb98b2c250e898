/// What the first lines of a request say.
struct RequestHead {
    /// How the body is sent.
    enum Framing: Equatable {
        case length(Int)
        case chunked
    }

    var method: String
    var target: String
    /// Whether the client speaks HTTP/1.1 and not 1.0.
    var isVersion11: Bool
    var headers: [(name: String, value: String)] = []
    var framing = Framing.length(0)
    /// Whether the connection stays open after the answer, as far as the client is asked.
    var isKept: Bool
    /// Whether the client waits to be told to go on before it sends the body.
    var awaitsContinue = false
}
