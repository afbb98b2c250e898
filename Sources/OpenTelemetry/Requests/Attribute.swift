internal import PrometheusModel

/// A name and what it is worth.
struct Attribute: Sendable, Hashable {
    /// What an attribute may be worth.
    indirect enum Value: Sendable, Hashable {
        case empty
        case text(String)
        case bool(Bool)
        case integer(Int64)
        case double(Double)
        case bytes([UInt8])
        case array([Value])
        case map([Attribute])

        /// The value as a label has it.
        var labelText: String {
            switch self {
            case .empty: ""
            case .text(let text): text
            case .bool(let value): value ? "true" : "false"
            case .integer(let value): String(value)
            case .double(let value): value.isFinite ? FloatText.string(value) : "json: unsupported value: \(value)"
            case .bytes(let bytes): Base64Text.encode(bytes)
            case .array, .map: json
            }
        }

        private var json: String {
            switch self {
            case .empty: "null"
            case .text(let text): text.jsonLiteral
            case .bytes: labelText.jsonLiteral
            case .bool, .integer, .double: labelText
            case .array(let values): "[" + values.map(\.json).joined(separator: ",") + "]"
            case .map(let attributes):
                "{"
                    + attributes.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
                    .map { "\($0.key.jsonLiteral):\($0.value.json)" }.joined(separator: ",") + "}"
            }
        }
    }

    var key: String
    var value: Value
}

extension String {
    /// The text as a JSON literal.
    fileprivate var jsonLiteral: String {
        var result = "\""
        for scalar in unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20 || "<>&".unicodeScalars.contains(scalar):
                let digits = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
