/// Writes YAML in the layout of upstream's YAML library: two spaces, sequences not indented under their key, long
/// scalars folded at 80 columns, quotes only where they are needed.
package struct YAMLWriter {
    /// The column after which scalars are folded: libyaml's default.
    private static let bestWidth = 80

    private var output: [UInt8] = []
    private var column = 0

    /// The text of `value`, with a line break at the end.
    package static func text(_ value: YAMLValue) -> String {
        var writer = YAMLWriter()
        writer.write(document: value)
        return String(decoding: writer.output, as: UTF8.self)
    }

    private mutating func write(document value: YAMLValue) {
        switch value {
        case .mapping(let fields) where !fields.isEmpty: write(fields, indent: 0, isFirstInline: true)
        case .sequence(let elements) where !elements.isEmpty: write(elements, indent: 0, isFirstInline: true)
        default:
            write(inline: value, indent: 0)
            put("\n")
        }
    }

    /// Writes a mapping in block style; the first key goes where the writer stands.
    private mutating func write(_ fields: [YAMLField], indent: Int, isFirstInline: Bool) {
        for (index, field) in fields.enumerated() {
            if index > 0 || !isFirstInline { put(String(repeating: " ", count: indent)) }
            write(scalar: field.key, indent: indent, mayFold: false)
            put(":")
            switch field.value {
            case .mapping(let inner) where !inner.isEmpty:
                put("\n")
                write(inner, indent: indent + 2, isFirstInline: false)
            case .sequence(let inner) where !inner.isEmpty:
                put("\n")
                write(inner, indent: indent, isFirstInline: false)
            default:
                put(" ")
                write(inline: field.value, indent: indent)
                put("\n")
            }
        }
    }

    /// Writes a sequence in block style; the first dash goes where the writer stands.
    private mutating func write(_ elements: [YAMLValue], indent: Int, isFirstInline: Bool) {
        for (index, element) in elements.enumerated() {
            if index > 0 || !isFirstInline { put(String(repeating: " ", count: indent)) }
            put("- ")
            switch element {
            case .mapping(let inner) where !inner.isEmpty: write(inner, indent: indent + 2, isFirstInline: true)
            case .sequence(let inner) where !inner.isEmpty: write(inner, indent: indent + 2, isFirstInline: true)
            default:
                write(inline: element, indent: indent)
                put("\n")
            }
        }
    }

    private mutating func write(inline value: YAMLValue, indent: Int) {
        switch value {
        case .bool(let value): put(value ? "true" : "false")
        case .integer(let value): put("\(value)")
        case .unsigned(let value): put("\(value)")
        case .float(let value): put(YAMLScalarStyle.text(of: value))
        case .plain(let text): put(text)
        case .string(let text): write(scalar: text, indent: indent, mayFold: true)
        case .sequence: put("[]")
        case .mapping: put("{}")
        case .flow(let elements):
            put("[")
            for (index, element) in elements.enumerated() {
                if index > 0 { put(",") }
                if index > 0, column > Self.bestWidth {
                    breakLine(indent: indent + 2)
                } else if index > 0 {
                    put(" ")
                }
                if case .string(let text) = element {
                    write(flowScalar: text, indent: indent)
                } else {
                    write(inline: element, indent: indent)
                }
            }
            put("]")
        }
    }

    private mutating func write(scalar text: String, indent: Int, mayFold: Bool) {
        let style = YAMLScalarStyle(text, context: mayFold ? .block : .key)
        write(text, style: style, indent: indent, mayFold: mayFold)
    }

    private mutating func write(flowScalar text: String, indent: Int) {
        write(text, style: YAMLScalarStyle(text, context: .flow), indent: indent, mayFold: true)
    }

    private mutating func write(_ text: String, style: YAMLScalarStyle, indent: Int, mayFold: Bool) {
        switch style {
        case .plain: writeFolded(text, indent: indent, mayFold: mayFold, isQuoted: false)
        case .singleQuoted:
            put("'")
            writeFolded(text, indent: indent, mayFold: mayFold, isQuoted: true)
            put("'")
        case .doubleQuoted: writeDoubleQuoted(text, indent: indent, mayFold: mayFold)
        case .literal: writeLiteral(text, indent: indent)
        }
    }

    private mutating func writeFolded(_ text: String, indent: Int, mayFold: Bool, isQuoted: Bool) {
        let scalars = Array(text.unicodeScalars)
        var isAfterSpace = false
        for (index, scalar) in scalars.enumerated() {
            if scalar == " " {
                let isInside = !isQuoted || (index > 0 && index < scalars.count - 1)
                let isNextSpace = index + 1 < scalars.count && scalars[index + 1] == " "
                if mayFold, !isAfterSpace, column > Self.bestWidth, isInside, !isNextSpace {
                    breakLine(indent: indent + 2)
                } else {
                    put(scalar)
                }
                isAfterSpace = true
                continue
            }
            if isQuoted, scalar == "'" { put(scalar) }
            put(scalar)
            isAfterSpace = false
        }
    }

    private mutating func writeDoubleQuoted(_ text: String, indent: Int, mayFold: Bool) {
        put("\"")
        let scalars = Array(text.unicodeScalars)
        var isAfterSpace = false
        for (index, scalar) in scalars.enumerated() {
            if scalar == " " {
                let isInside = index > 0 && index < scalars.count - 1
                if mayFold, !isAfterSpace, column > Self.bestWidth, isInside {
                    breakLine(indent: indent + 2)
                    if scalars[index + 1] == " " { put("\\") }
                } else {
                    put(scalar)
                }
                isAfterSpace = true
                continue
            }
            put(YAMLScalarStyle.escaped(scalar))
            isAfterSpace = false
        }
        put("\"")
    }

    private mutating func writeLiteral(_ text: String, indent: Int) {
        put("|")
        if let first = text.unicodeScalars.first, first == " " || first == "\n" { put("2") }
        let trailing = text.unicodeScalars.reversed().prefix { $0 == "\n" }.count
        if trailing == 0 { put("-") }
        if trailing > 1 || text == "\n" { put("+") }
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        if trailing > 0 { lines.removeLast() }
        for line in lines {
            put("\n")
            if !line.isEmpty { put(String(repeating: " ", count: indent + 2) + line) }
        }
    }

    private mutating func breakLine(indent: Int) {
        put("\n" + String(repeating: " ", count: indent))
    }

    private mutating func put(_ scalar: Unicode.Scalar) {
        output += Array(String(scalar).utf8)
        column = scalar == "\n" ? 0 : column + 1
    }

    private mutating func put(_ text: String) {
        for scalar in text.unicodeScalars { put(scalar) }
    }
}
