internal import PrometheusModel

/// String literals as Go writes and reads them.
enum GoQuoting {
    /// The text in double quotes; `isASCII` escapes everything beyond ASCII.
    static func quoted(_ text: String, isASCII: Bool = false) -> String {
        var result = "\""
        for scalar in text.unicodeScalars { append(scalar, quote: "\"", isASCII, to: &result) }
        return result + "\""
    }

    /// The character in single quotes.
    static func quoted(_ scalar: Unicode.Scalar, isASCII: Bool) -> String {
        var result = "'"
        append(scalar, quote: "'", isASCII, to: &result)
        return result + "'"
    }

    /// Whether the text can stand in back quotes.
    static func canBackquote(_ text: String) -> Bool {
        text.unicodeScalars.allSatisfy { scalar in
            scalar == "\t" || (scalar.value >= 0x20 && scalar.value != 0x7F && scalar != "`" && scalar != "\u{FEFF}")
        }
    }

    private static func append(
        _ scalar: Unicode.Scalar,
        quote: Unicode.Scalar,
        _ isASCII: Bool,
        to result: inout String
    ) {
        switch scalar {
        case quote, "\\": result += "\\\(scalar)"
        case "\u{07}": result += "\\a"
        case "\u{08}": result += "\\b"
        case "\u{0C}": result += "\\f"
        case "\n": result += "\\n"
        case "\r": result += "\\r"
        case "\t": result += "\\t"
        case "\u{0B}": result += "\\v"
        case _ where isPrintable(scalar) && (scalar.isASCII || !isASCII): result.unicodeScalars.append(scalar)
        case _ where scalar.value < 0x20 || scalar.value == 0x7F: result += "\\x" + hex(scalar.value, 2)
        case _ where scalar.value < 0x10000: result += "\\u" + hex(scalar.value, 4)
        default: result += "\\U" + hex(scalar.value, 8)
        }
    }

    static func hex(_ value: UInt32, _ width: Int) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }

    /// Whether Go counts the character as printable: it leaves a mark, or is the plain space.
    static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value >= 0x20 && scalar.value < 0x7F }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark,
            .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber, .connectorPunctuation,
            .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
            .otherPunctuation, .mathSymbol, .currencySymbol, .modifierSymbol, .otherSymbol:
            return true
        default: return false
        }
    }

    // MARK: Reading

    /// The value of a literal in double or back quotes; `nil` if it is malformed.
    static func unquoted(_ literal: String) -> String? {
        guard literal.utf8.count >= 2 else { return nil }
        let inner = Array(literal.utf8.dropFirst().dropLast())
        if literal.hasPrefix("`") { return String(decoding: inner.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self) }
        return bytes(inner, quote: UInt8(ascii: "\"")).map { String(decoding: $0, as: UTF8.self) }
    }

    /// The value of a literal in single quotes; `nil` if it is not exactly one character.
    static func unquotedCharacter(_ literal: String) -> Unicode.Scalar? {
        guard literal.utf8.count >= 3 else { return nil }
        let inner = Array(literal.utf8.dropFirst().dropLast())
        guard let bytes = bytes(inner, quote: UInt8(ascii: "'")) else { return nil }
        if bytes.count == 1 { return Unicode.Scalar(bytes[0]) }
        let scalars = String(decoding: bytes, as: UTF8.self).unicodeScalars
        return scalars.count == 1 ? scalars.first : nil
    }

    private static func bytes(_ source: [UInt8], quote: UInt8) -> [UInt8]? {
        var result: [UInt8] = []
        var offset = 0
        while offset < source.count {
            let byte = source[offset]
            offset += 1
            if byte == quote { return nil }
            guard byte == UInt8(ascii: "\\") else {
                result.append(byte)
                continue
            }
            guard offset < source.count, let escaped = escape(source, &offset, quote) else { return nil }
            result += escaped
        }
        return result
    }

    /// Reads what follows a backslash.
    private static func escape(_ source: [UInt8], _ offset: inout Int, _ quote: UInt8) -> [UInt8]? {
        let kind = source[offset]
        offset += 1
        let simple: [UInt8: UInt8] = [
            0x61: 0x07, 0x62: 0x08, 0x66: 0x0C, 0x6E: 0x0A, 0x72: 0x0D, 0x74: 0x09, 0x76: 0x0B, 0x5C: 0x5C,
        ]
        if let value = simple[kind] { return [value] }
        if kind == quote { return [quote] }
        var (width, radix): (Int, UInt32) = (0, 16)
        switch Character(Unicode.Scalar(kind)) {
        case "x": width = 2
        case "u": width = 4
        case "U": width = 8
        case "0"..."7":
            (width, radix) = (3, 8)
            offset -= 1
        default: return nil
        }
        guard offset + width <= source.count else { return nil }
        let digits = String(decoding: source[offset..<(offset + width)], as: UTF8.self)
        guard !digits.hasPrefix("+"), !digits.hasPrefix("-"), let value = UInt32(digits, radix: Int(radix)) else {
            return nil
        }
        offset += width
        if width < 4 { return value <= 255 ? [UInt8(value)] : nil }
        guard let scalar = Unicode.Scalar(value) else { return nil }
        return Array(String(scalar).utf8)
    }
}
