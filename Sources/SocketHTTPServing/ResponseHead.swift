internal import HTTPServing
internal import PrometheusModel

/// The first lines of an answer as bytes.
enum ResponseHead {
    /// How the body's end is told.
    enum Framing {
        case length(Int)
        case chunked
        /// By closing the connection.
        case untilClose
        /// There is no body, and nothing that says so.
        case none
    }

    /// Appends the head.
    static func append(
        _ response: borrowing OutgoingResponse,
        to bytes: inout [UInt8],
        framing: Framing,
        date: [UInt8],
        isVersion11: Bool,
        isKept: Bool
    ) {
        bytes.append(contentsOf: (isVersion11 ? "HTTP/1.1 " : "HTTP/1.0 ").utf8)
        if response.status == 200 {
            bytes.append(contentsOf: "200 OK\r\n".utf8)
        } else {
            bytes.append(contentsOf: "\(response.status) \(StatusPhrase.of(response.status))\r\n".utf8)
        }
        for header in response.headers {
            appendSingleLine(header.name, to: &bytes)
            bytes.append(contentsOf: ": ".utf8)
            appendSingleLine(header.value, to: &bytes)
            bytes.append(contentsOf: "\r\n".utf8)
        }
        bytes.append(contentsOf: "Date: ".utf8)
        bytes += date
        switch framing {
        case .length(let count):
            bytes.append(contentsOf: "\r\nContent-Length: ".utf8)
            FloatText.append(Int64(count), to: &bytes)
        case .chunked: bytes.append(contentsOf: "\r\nTransfer-Encoding: chunked".utf8)
        case .untilClose, .none: break
        }
        if !isKept {
            bytes.append(contentsOf: "\r\nConnection: close".utf8)
        } else if !isVersion11 {
            bytes.append(contentsOf: "\r\nConnection: keep-alive".utf8)
        }
        bytes.append(contentsOf: "\r\n\r\n".utf8)
    }

    /// Appends a text whose line breaks, if it has any, become blanks: nobody may write lines of a head through a value.
    private static func appendSingleLine(_ text: String, to bytes: inout [UInt8]) {
        let start = bytes.count
        bytes.append(contentsOf: text.utf8)
        for at in start..<bytes.count where bytes[at] < 32 && bytes[at] != 9 { bytes[at] = 32 }
    }
}
