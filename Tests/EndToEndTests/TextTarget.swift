import Foundation
import Synchronization

/// An HTTP server that answers every request with the same text and remembers what it was sent.
final class TextTarget: Sendable {
    private struct State {
        var text: String?
        var requests: [String] = []
    }

    let port: UInt16
    private let listener: Int32
    private let state: Mutex<State>

    init(_ text: String) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        port = try LoopbackSocket.bind(listener, port: 0)
        listen(listener, 64)
        state = Mutex(State(text: text))
        Thread.detachNewThread { [self] in accept() }
    }

    /// Answers with another text from now on; `nil` for status 500.
    func answer(_ text: String?) { state.withLock { $0.text = text } }

    /// The requests so far, heads and bodies.
    var requests: [String] { state.withLock { $0.requests } }

    /// Stops listening.
    func stop() { shutdown(listener, Int32(SHUT_RDWR)) }

    private func accept() {
        while case let connection = Glibc.accept(listener, nil, nil), connection >= 0 {
            Thread.detachNewThread { [self] in serve(connection) }
        }
        close(listener)
    }

    private func serve(_ connection: Int32) {
        defer { close(connection) }
        var received: [UInt8] = []
        while case let bytes = LoopbackSocket.read(connection), !bytes.isEmpty {
            received += bytes
            guard let request = wholeRequest(received) else { continue }
            received = []
            let text = state.withLock { state in
                state.requests.append(request)
                return state.text
            }
            let body = text ?? ""
            LoopbackSocket.write(
                connection,
                "HTTP/1.1 \(text == nil ? "500 Internal Server Error" : "200 OK")\r\nContent-Type: text/plain; version=0.0.4\r\n"
                    + "Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
            )
        }
    }

    private func wholeRequest(_ bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n") else { return nil }
        let head = text[..<end.lowerBound].lowercased()
        guard let length = head.range(of: "content-length: ") else { return text }
        let digits = head[length.upperBound...].prefix { $0.isNumber }
        return text[end.upperBound...].utf8.count >= Int(digits) ?? 0 ? text : nil
    }
}
