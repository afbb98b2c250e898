internal import PrometheusModel

/// Values made safe for JavaScript.
enum ScriptEscaping {
    /// The inside of a string.
    static func string(_ text: String) -> String { TextEscaping.mapped(text, escape) }

    /// The inside of a regular expression.
    static func expression(_ text: String) -> String {
        // An empty one would be a comment.
        if text.isEmpty { return "(?:)" }
        return TextEscaping.mapped(text) { scalar in
            switch scalar {
            case "$", "(", ")", "*", "-", ".", "?", "[", "]", "^", "{", "|", "}": "\\\(scalar)"
            default: escape(scalar)
            }
        }
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String? {
        switch scalar {
        case "\t": "\\t"
        case "\n": "\\n"
        case "\u{0C}": "\\f"
        case "\r": "\\r"
        case "/": "\\/"
        case "\\": "\\\\"
        case "\"", "&", "'", "+", "<", ">", "`", "\u{2028}", "\u{2029}": "\\u" + GoQuoting.hex(scalar.value, 4)
        case _ where scalar.value < 0x20: "\\u" + GoQuoting.hex(scalar.value, 4)
        default: nil
        }
    }

    /// A value as an expression; spaces keep it apart from words beside it.
    static func value(_ value: TemplateValue) -> String {
        let text = json(value)
        let touchesWords = [text.utf8.first, text.utf8.last].contains { byte in
            guard let byte else { return false }
            return (byte | 0x20) &- UInt8(ascii: "a") < 26 || byte &- UInt8(ascii: "0") < 10
        }
        return touchesWords ? " \(text) " : text
    }

    private static func json(_ value: TemplateValue) -> String {
        switch value {
        case .none: return "null"
        case .bool(let bool): return bool ? "true" : "false"
        case .integer(let number, _), .duration(let number): return String(number)
        case .float(let number):
            guard number.isFinite else {
                return " /* json: unsupported value: \(FloatText.generalString(number)) */null "
            }
            return FloatText.string(number)
        case .string(let text), .html(let text), .histogram(let text): return quoted(text)
        case .time(let time): return quoted(GoTimeLayout.string(time, "2006-01-02T15:04:05.999999999Z07:00"))
        case .labels(let labels): return object(labels.array.map { ($0.name, .string($0.value)) })
        case .map(let map): return object(map.entries.map { ($0.key, $0.value) })
        case .list(let list): return "[" + list.elements.map(json).joined(separator: ",") + "]"
        case .sample(let sample): return object([("Labels", .labels(sample.labels)), ("Value", sample.value)])
        case .structure(let structure): return object(structure.fields.map { ($0.name, $0.value) })
        }
    }

    private static func object(_ entries: [(String, TemplateValue)]) -> String {
        "{" + entries.map { quoted($0.0) + ":" + json($0.1) }.joined(separator: ",") + "}"
    }

    private static func quoted(_ text: String) -> String {
        let inner = TextEscaping.mapped(text) { scalar in
            switch scalar {
            case "\"": "\\\""
            case "/", "'", "`", "+": nil
            default: escape(scalar)
            }
        }
        return "\"\(inner)\""
    }
}
