/// What a remote write request is answered with: a status code, and a text that is empty for success.
package struct RemoteWriteResponse: Sendable, Hashable {
    package let status: Int
    /// Plain text without the line end that the HTTP server adds.
    package let message: String
    /// What was stored, which answers to version 2 of the protocol tell.
    package var written: RemoteWriteCounts?

    init(status: Int, message: String, written: RemoteWriteCounts? = nil) {
        self.status = status
        self.message = message
        self.written = written
    }

    /// Everything that can be stored is stored.
    package static let stored = RemoteWriteResponse(status: 204, message: "")

    static func badRequest(_ message: String) -> RemoteWriteResponse {
        RemoteWriteResponse(status: 400, message: message)
    }

    static func unsupported(_ message: String) -> RemoteWriteResponse {
        RemoteWriteResponse(status: 415, message: message)
    }
}
