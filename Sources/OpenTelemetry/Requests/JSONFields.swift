internal import PrometheusBytes
internal import PrometheusModel
internal import StrictYAML

/// A JSON value, asked for by the names of its members; what is missing or of another kind is empty.
struct JSONFields {
    private let node: YAMLNode?

    init(_ node: YAMLNode?) { self.node = node }

    subscript(key: String) -> JSONFields {
        JSONFields(node?.entries?.first { $0.key.scalar?.text == key }?.value)
    }

    func has(_ key: String) -> Bool { self[key].node.map { !$0.isNull } ?? false }

    func list(_ key: String) -> [JSONFields] { (self[key].node?.elements ?? []).map(JSONFields.init) }

    func text(_ key: String) -> String { self[key].text }

    func bool(_ key: String) -> Bool { self[key].text == "true" }

    /// A number, or a text with one, as JSON writes those of 64 bits.
    func unsigned(_ key: String) -> UInt64 { self[key].unsigned }

    func integer(_ key: String) -> Int64 { Int64(self[key].text) ?? Int64(exactly: self[key].number ?? 0) ?? 0 }

    func number(_ key: String) -> Double? { self[key].number }

    func hexadecimal(_ key: String) -> [UInt8] {
        let digits = Array(text(key))
        return stride(from: 0, to: digits.count - 1, by: 2).compactMap {
            UInt8(String(digits[$0...($0 + 1)]), radix: 16)
        }
    }

    func attributes(_ key: String) -> [Attribute] {
        list(key).map { Attribute(key: $0.text("key"), value: $0["value"].attributeValue) }
    }

    var text: String { node?.isNull == false ? node?.scalar?.text ?? "" : "" }

    var unsigned: UInt64 { UInt64(text) ?? UInt64(exactly: (number ?? 0).rounded()) ?? 0 }

    var number: Double? {
        switch text {
        case "": nil
        case "Infinity": .infinity
        case "-Infinity": -.infinity
        case let text: text.withRawSpan { FloatText.parse($0) }
        }
    }

    private var attributeValue: Attribute.Value {
        if has("stringValue") { return .text(text("stringValue")) }
        if has("boolValue") { return .bool(bool("boolValue")) }
        if has("intValue") { return .integer(integer("intValue")) }
        if has("doubleValue") { return .double(number("doubleValue") ?? 0) }
        if has("bytesValue") { return .bytes(Base64Text.decode(text("bytesValue")) ?? []) }
        if has("arrayValue") { return .array(self["arrayValue"].list("values").map(\.attributeValue)) }
        if has("kvlistValue") { return .map(self["kvlistValue"].attributes("values")) }
        return .empty
    }
}
