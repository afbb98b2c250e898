/// Calls by XML-RPC: requests as text, answers as values.
enum XMLCall {
    /// A parameter or a part of an answer.
    indirect enum Value: Sendable, Hashable {
        /// Texts, and all else as it stands.
        case text(String)
        case integer(Int)
        case array([Value])
        case object([String: Value])

        subscript(_ key: String) -> Value {
            if case .object(let members) = self { members[key] ?? .text("") } else { .text("") }
        }

        var text: String {
            switch self {
            case .text(let text): text
            case .integer(let number): "\(number)"
            default: ""
            }
        }

        var integer: Int {
            if case .integer(let number) = self { number } else { Int(text) ?? 0 }
        }

        var elements: [Value] {
            if case .array(let elements) = self { elements } else { [] }
        }

        /// The elements of a whole answer, which must be an array.
        func list() throws(DiscoveryError) -> [Value] {
            guard case .array(let elements) = self else { throw DiscoveryError("the answer is not an array") }
            return elements
        }
    }

    /// The text of a call.
    static func request(_ method: String, _ parameters: [Value]) -> String {
        let all = parameters.map { "<param>\(text($0))</param>" }.joined()
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><methodCall><methodName>\(method)</methodName>"
            + "<params>\(all)</params></methodCall>"
    }

    private static func text(_ value: Value) -> String {
        let inner =
            switch value {
            case .text(let text): "<string>\(escaped(text))</string>"
            case .integer(let number): "<int>\(number)</int>"
            case .array(let elements): "<array><data>\(elements.map(text).joined())</data></array>"
            case .object(let members):
                "<struct>"
                    + members.sorted { $0.key < $1.key }
                    .map { "<member><name>\(escaped($0.key))</name>\(text($0.value))</member>" }.joined()
                    + "</struct>"
            }
        return "<value>\(inner)</value>"
    }

    private static func escaped(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// The value of an answer; a fault is an error.
    static func answer(_ body: [UInt8]) throws -> Value {
        let root = try XMLReader.parse(body)
        if let fault = root["fault"]?["value"] {
            let details = value(fault)
            throw DiscoveryError("\(details["faultCode"].text): \(details["faultString"].text)")
        }
        guard let first = root["params"]?["param"]?["value"] else { throw DiscoveryError("no value in the answer") }
        return value(first)
    }

    private static func value(_ element: XMLElement) -> Value {
        guard let inner = element.children.first else { return .text(element.text) }
        switch inner.name {
        case "int", "i4", "i8": return Int(inner.text).map { .integer($0) } ?? .text(inner.text)
        case "array": return .array((inner["data"]?.all("value") ?? []).map(value))
        case "struct":
            let members = inner.all("member").map { ($0.text("name"), $0["value"].map(value) ?? .text("")) }
            return .object(Dictionary(members, uniquingKeysWith: { $1 }))
        default: return .text(inner.text)
        }
    }
}
