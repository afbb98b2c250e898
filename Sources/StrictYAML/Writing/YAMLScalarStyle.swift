internal import PrometheusModel

/// How a text is written as a scalar: libyaml's choice of quotes.
enum YAMLScalarStyle: Equatable {
    /// Where the scalar stands.
    enum Context {
        case block
        case key
        case flow
    }

    case plain
    case singleQuoted
    case doubleQuoted
    case literal

    init(_ text: String, context: Context) {
        let traits = YAMLScalarTraits(text)
        let isText = YAMLScalar.meaning(ofPlain: text) == .string
        if text.utf8.contains(UInt8(ascii: "\n")), context == .block, traits.allowsBlock {
            self = .literal
        } else if text.utf8.contains(UInt8(ascii: "\n")) || !isText || Self.isSexagesimal(text) {
            self = .doubleQuoted
        } else if context == .flow ? traits.allowsFlowPlain : traits.allowsBlockPlain {
            self = .plain
        } else {
            self = traits.allowsSingleQuotes ? .singleQuoted : .doubleQuoted
        }
    }

    /// Whether YAML 1.1 would read `text` as a number to the base 60, such as `1:30`.
    private static func isSexagesimal(_ text: String) -> Bool {
        guard let first = text.first, "+-0123456789".contains(first) else { return false }
        let parts = text.drop { $0 == "+" || $0 == "-" }.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count > 1 else { return false }
        return parts.enumerated().allSatisfy { index, part in
            let digits = index == parts.count - 1 ? part.prefix { $0 != "." } : part
            return !digits.isEmpty && digits.allSatisfy { ("0"..."9").contains($0) || $0 == "_" }
                && (index == 0 || digits.count <= 2)
        }
    }

    /// A character as it stands in double quotes.
    static func escaped(_ scalar: Unicode.Scalar) -> String {
        switch scalar {
        case "\"": "\\\""
        case "\\": "\\\\"
        case "\0": "\\0"
        case "\u{07}": "\\a"
        case "\u{08}": "\\b"
        case "\t": "\\t"
        case "\n": "\\n"
        case "\u{0B}": "\\v"
        case "\u{0C}": "\\f"
        case "\r": "\\r"
        case "\u{1B}": "\\e"
        case "\u{85}": "\\N"
        case "\u{2028}": "\\L"
        case "\u{2029}": "\\P"
        case "\u{FEFF}": "\\uFEFF"
        case _ where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value):
            "\\x" + hexadecimal(scalar.value, width: 2)
        default: String(scalar)
        }
    }

    /// A number as Go prints it in the shortest general form.
    static func text(of value: Double) -> String {
        if value.isNaN { return ".nan" }
        if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
        return FloatText.generalString(value)
    }

    private static func hexadecimal(_ value: UInt32, width: Int) -> String {
        let digits = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}
