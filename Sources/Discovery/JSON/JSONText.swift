/// Texts as JSON has them, for requests.
enum JSONText {
    /// The text in quotes.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            default:
                if scalar.value < 0x20 {
                    let digits = String(scalar.value, radix: 16)
                    result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
                } else {
                    result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }

    /// A value, its objects by ascending key.
    static func text(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .plain(let text): text
        case .string(let text): quoted(text)
        case .array(let elements): "[" + elements.map(text).joined(separator: ",") + "]"
        case .object:
            "{" + value.entries.map { "\(quoted($0.key)):\(text($0.value))" }.joined(separator: ",") + "}"
        }
    }
}
