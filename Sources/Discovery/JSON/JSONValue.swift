/// A JSON text as a tree, for answers that are small; what is missing reads as null.
indirect enum JSONValue: Sendable, Hashable {
    case null
    /// A number or boolean, as it stands.
    case plain(String)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// Parses a whole text.
    init(parsing bytes: [UInt8]) throws(JSONReaderError) {
        var reader = JSONReader(bytes)
        self = try Self.read(&reader)
        guard reader.peek() == 0 else { throw reader.failure("the end of the text") }
    }

    private static func read(_ reader: inout JSONReader) throws(JSONReaderError) -> JSONValue {
        switch reader.peek() {
        case 0x7B:
            var entries: [String: JSONValue] = [:]
            _ = try reader.enterObject()
            while let key = try reader.nextKey() { entries[key] = try read(&reader) }
            return .object(entries)
        case 0x5B:
            var elements: [JSONValue] = []
            _ = try reader.enterArray()
            while try reader.hasElement() { elements.append(try read(&reader)) }
            return .array(elements)
        case 0x22: return .string(try reader.text())
        default:
            let text = try reader.text()
            guard !text.isEmpty else { return .null }
            guard text == "true" || text == "false" || Double(text) != nil else { throw reader.failure("a value") }
            return .plain(text)
        }
    }

    /// The value of a key; null if there is none.
    subscript(key: String) -> JSONValue {
        if case .object(let entries) = self { entries[key] ?? .null } else { .null }
    }

    /// The element at an index; null if there is none.
    subscript(index: Int) -> JSONValue {
        if case .array(let elements) = self, elements.indices.contains(index) { elements[index] } else { .null }
    }

    /// The text of a scalar; empty for all else.
    var text: String {
        switch self {
        case .plain(let text), .string(let text): text
        default: ""
        }
    }

    var isTrue: Bool { self == .plain("true") }
    var isNull: Bool { self == .null }

    /// The whole number, if it is one.
    var integer: Int? { Int(text) ?? Double(text).flatMap { Int(exactly: $0) } }

    /// The elements of an array; none for all else.
    var elements: [JSONValue] {
        if case .array(let elements) = self { elements } else { [] }
    }

    /// The elements of a list that a whole answer is, or has under `key`; null and missing lists have none.
    ///
    /// What has another form is no answer of the service: that nothing is listed must not follow from it.
    func list(_ key: String? = nil) throws(DiscoveryError) -> [JSONValue] {
        guard let key else {
            if case .array(let elements) = self { return elements }
            guard isNull else { throw DiscoveryError("the answer is not a list") }
            return []
        }
        switch self {
        case .null: return []
        case .object(let entries):
            if case .array(let elements)? = entries[key] { return elements }
            guard entries[key]?.isNull ?? true else { throw DiscoveryError("\"\(key)\" in the answer is not a list") }
            return []
        default: throw DiscoveryError("the answer is not an object")
        }
    }

    /// The entries of an object by ascending key; none for all else.
    var entries: [(key: String, value: JSONValue)] {
        guard case .object(let entries) = self else { return [] }
        return entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
    }

    /// The texts of an array's elements.
    var texts: [String] { elements.map(\.text) }
}
