import Foundation

/// A request over a connection of its own.
enum LoopbackRequest {
    static func send(_ method: String, _ path: String, port: UInt16) throws -> (status: Int, body: String) {
        guard let descriptor = LoopbackSocket.connect(port: port) else { throw TimeOut(description: "nobody listens") }
        defer { close(descriptor) }
        LoopbackSocket.write(
            descriptor,
            "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        )
        var answer: [UInt8] = []
        while case let bytes = LoopbackSocket.read(descriptor), !bytes.isEmpty { answer += bytes }
        let text = String(decoding: answer, as: UTF8.self)
        guard let end = text.range(of: "\r\n\r\n"), let status = Int(text.dropFirst(9).prefix(3)) else {
            throw TimeOut(description: "no answer")
        }
        let isChunked = text[..<end.lowerBound].lowercased().contains("transfer-encoding: chunked")
        return (status, isChunked ? joined(text[end.upperBound...]) : String(text[end.upperBound...]))
    }

    /// The body of an answer in chunks.
    private static func joined(_ text: Substring) -> String {
        var rest = Array(text.utf8)[...]
        var body: [UInt8] = []
        while let end = rest.firstIndex(of: 13),
            let size = Int(String(decoding: rest[..<end], as: UTF8.self), radix: 16), size > 0
        {
            let start = end + 2
            body += rest[start..<min(start + size, rest.endIndex)]
            rest = rest.dropFirst(start + size + 2 - rest.startIndex)
        }
        return String(decoding: body, as: UTF8.self)
    }
}
