/// The answer to an outgoing request, body included.
package struct HTTPClientResponse: Sendable {
    package var status: Int
    /// The reason phrase of the status, such as `Not Found`.
    package var reason: String
    package var headers: [(name: String, value: String)]
    /// The body as it was sent: a `Content-Encoding` is not undone.
    package var body: [UInt8]

    package init(status: Int, reason: String, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.reason = reason
        self.headers = headers
        self.body = body
    }

    /// The value of the first header with this name, compared without case.
    package func header(_ name: String) -> String? {
        headers.first { Self.areSameName($0.name, name) }?.value
    }

    /// Whether two names of headers are the same, without case.
    package static func areSameName(_ one: String, _ other: String) -> Bool {
        let lower = { (byte: UInt8) in byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte }
        return one.utf8.count == other.utf8.count && zip(one.utf8, other.utf8).allSatisfy { lower($0) == lower($1) }
    }
}
