internal import PrometheusModel
internal import PrometheusWire

/// A field of a message that is written in any of protobuf's forms.
struct ProtobufField {
    /// What the field holds.
    enum Value {
        case text(String)
        case double(Double)
        case unsigned(UInt64)
        case signed(Int64)
        /// A number that is small in both directions.
        case zigzag(Int32)
        case symbol(String, UInt64)
        case message([ProtobufField])
    }

    let number: UInt64
    let name: String
    let value: Value

    init(_ number: UInt64, _ name: String, _ value: Value) {
        self.number = number
        self.name = name
        self.value = value
    }

    /// Writes the field's bytes.
    func write(to writer: inout WireWriter) {
        switch value {
        case .text(let text): writer.write(number, text)
        case .double(let value): writer.write(number, value)
        case .unsigned(let value), .symbol(_, let value): writer.write(number, value)
        case .signed(let value): writer.write(number, value)
        case .zigzag(let value):
            writer.write(number, UInt64(UInt32(bitPattern: (value << 1) ^ (value >> 31))))
        case .message(let fields): writer.writeMessage(number) { for field in fields { field.write(to: &$0) } }
        }
    }

    /// The field in one line.
    var compactText: String {
        guard case .message(let fields) = value else { return "\(name):\(valueText)" }
        return "\(name):{\(fields.map(\.compactText).joined(separator: " "))}"
    }

    /// The field in lines of its own, each ended.
    func prettyText(indent: String = "") -> String {
        guard case .message(let fields) = value else { return "\(indent)\(name): \(valueText)\n" }
        let inner = fields.map { $0.prettyText(indent: indent + "  ") }.joined()
        return "\(indent)\(name): {\n\(inner)\(indent)}\n"
    }

    private var valueText: String {
        switch value {
        case .text(let text): text.quoted
        case .double(let value):
            value.isNaN ? "nan" : value.isInfinite ? (value < 0 ? "-inf" : "inf") : FloatText.generalString(value)
        case .unsigned(let value): "\(value)"
        case .signed(let value): "\(value)"
        case .zigzag(let value): "\(value)"
        case .symbol(let name, _): name
        case .message: ""
        }
    }
}
