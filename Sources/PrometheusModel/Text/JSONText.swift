/// Texts as JSON, in the spelling of Go's library.
package enum JSONText {
    /// Appends a text in quotes; `escapesHTML` is how Go's `encoding/json` does it, its `log/slog` does not.
    package static func append(_ text: String, to bytes: inout [UInt8], escapesHTML: Bool) {
        bytes.append(UInt8(ascii: "\""))
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": bytes.append(contentsOf: "\\\"".utf8)
            case "\\": bytes.append(contentsOf: "\\\\".utf8)
            case "\n": bytes.append(contentsOf: "\\n".utf8)
            case "\r": bytes.append(contentsOf: "\\r".utf8)
            case "\t": bytes.append(contentsOf: "\\t".utf8)
            case "<", ">", "&":
                if escapesHTML { appendEscape(scalar.value, to: &bytes) } else { bytes.append(UInt8(scalar.value)) }
            case "\u{2028}", "\u{2029}": appendEscape(scalar.value, to: &bytes)
            default:
                if scalar.value < 32 {
                    appendEscape(scalar.value, to: &bytes)
                } else {
                    bytes.append(contentsOf: String(scalar).utf8)
                }
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private static func appendEscape(_ value: UInt32, to bytes: inout [UInt8]) {
        let digits = String(value, radix: 16)
        bytes.append(contentsOf: "\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8)
    }
}
