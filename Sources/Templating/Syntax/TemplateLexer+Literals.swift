internal import PrometheusModel

extension TemplateLexer {
    mutating func quoted() -> TemplateToken {
        let start = offset
        offset += 1
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") {
            if bytes[offset] == UInt8(ascii: "\"") {
                offset += 1
                return token(.string, from: start)
            }
            offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
            // An escaped end of line ends the literal too.
            if offset <= bytes.count, bytes[offset - 1] == UInt8(ascii: "\n") { break }
        }
        offset = min(offset, bytes.count)
        return problem("unterminated quoted string")
    }

    mutating func rawQuoted() -> TemplateToken {
        let start = offset
        guard let end = bytes[(offset + 1)...].firstIndex(of: UInt8(ascii: "`")) else {
            return problem("unterminated raw quoted string")
        }
        offset = end + 1
        let result = token(.rawString, from: start)
        line += newlines(in: start..<end)
        return result
    }

    mutating func characterConstant() -> TemplateToken {
        let start = offset
        offset += 1
        while offset < bytes.count, bytes[offset] != UInt8(ascii: "\n") {
            if bytes[offset] == UInt8(ascii: "'") {
                offset += 1
                return token(.characterConstant, from: start)
            }
            offset += bytes[offset] == UInt8(ascii: "\\") ? 2 : 1
            if offset <= bytes.count, bytes[offset - 1] == UInt8(ascii: "\n") { break }
        }
        offset = min(offset, bytes.count)
        return problem("unterminated character constant")
    }

    mutating func number() -> TemplateToken {
        let start = offset
        let isWhole = scanNumber()
        // A sign behind a number would make it complex, which nobody needs here.
        let isComplex =
            offset < bytes.count && (bytes[offset] == UInt8(ascii: "+") || bytes[offset] == UInt8(ascii: "-"))
        guard isWhole, !isComplex else {
            let source = String(decoding: bytes[start..<offset], as: UTF8.self)
            return problem("bad number syntax: \(GoQuoting.quoted(source))")
        }
        return token(.number, from: start)
    }

    private mutating func scanNumber() -> Bool {
        _ = accept("+-")
        var digits = "0123456789_"
        var isDecimal = true
        if accept("0") {
            // Leading 0 does not mean octal in floats.
            if accept("xX") {
                (digits, isDecimal) = ("0123456789abcdefABCDEF_", false)
            } else if accept("oO") {
                (digits, isDecimal) = ("01234567_", false)
            } else if accept("bB") {
                (digits, isDecimal) = ("01_", false)
            }
        }
        let isHexadecimal = digits.utf8.count > 11
        acceptAll(digits)
        if accept(".") { acceptAll(digits) }
        if isDecimal ? accept("eE") : (isHexadecimal && accept("pP")) {
            _ = accept("+-")
            acceptAll("0123456789_")
        }
        if let scalar = scalar(at: offset), Self.isAlphanumeric(scalar.value) {
            offset += scalar.width
            return false
        }
        return true
    }

    private mutating func accept(_ set: String) -> Bool {
        guard offset < bytes.count, set.utf8.contains(bytes[offset]) else { return false }
        offset += 1
        return true
    }

    private mutating func acceptAll(_ set: String) { while accept(set) {} }

    // MARK: Characters

    static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D }

    static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_": return true
            default: return false
            }
        }
        return scalar.properties.isAlphabetic || scalar.properties.generalCategory == .decimalNumber
    }

    /// The character at `position` and its width in bytes.
    func scalar(at position: Int) -> (value: Unicode.Scalar, width: Int)? {
        guard position < bytes.count else { return nil }
        if bytes[position] < 0x80 { return (Unicode.Scalar(bytes[position]), 1) }
        let end = min(position + 4, bytes.count)
        let text = String(decoding: bytes[position..<end], as: UTF8.self)
        guard let value = text.unicodeScalars.first else { return nil }
        return (value, value == "\u{FFFD}" ? 1 : UTF8.width(value))
    }

    /// A character in messages.
    static func shown(_ scalar: Unicode.Scalar?) -> String {
        guard let scalar else { return "U+FFFFFFFFFFFFFFFF" }
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
        return GoQuoting.isPrintable(scalar) ? "\(code) '\(scalar)'" : code
    }
}
