internal import PrometheusModel

extension Lexer {
    /// A number or a duration.
    ///
    /// What it is worth, the parser finds out; here only the shape counts.
    mutating func numberOrDuration() -> TokenKind {
        if isNumber() { return .number }
        if isRestOfDuration() { return .duration }
        return fail("bad number or duration syntax: \(String(decoding: bytes[start..<offset], as: UTF8.self).quoted)")
    }

    /// Reads what upstream takes for a number, and says whether it is one as far as its shape goes.
    ///
    /// What is passed when it is not, the message shows. Upstream reads hexadecimal numbers with the rules for decimal
    /// ones, so that an `e` is an exponent there too unless another digit comes right before it.
    private mutating func isNumber() -> Bool {
        var isHexadecimal = false
        if peek() == UInt8(ascii: "0"), let next = peek(1), next | 0x20 == UInt8(ascii: "x") {
            isHexadecimal = true
            offset += 2
            _ = accept("_")
        }
        _ = accept(".")
        if isNumberDigit(peek(), isHexadecimal) { offset += 1 }
        var sawPoint = false
        var sawExponent = false
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "."):
                offset += 1
                if sawPoint || acceptAny("_.") || isHexadecimal { return false }
                sawPoint = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                offset += 1
                if sawExponent { return false }
                sawExponent = true
                if !accept("+") { _ = accept("-") }
                if acceptAny("._eE") || peek() == nil { return false }
            case UInt8(ascii: "_"):
                offset += 1
                if acceptAny("._eE") || peek() == nil { return false }
            case _ where isNumberDigit(byte, isHexadecimal):
                while isNumberDigit(peek(), isHexadecimal) { offset += 1 }
            default: return !isWord(byte)
            }
        }
        return true
    }

    private func isNumberDigit(_ byte: UInt8?, _ isHexadecimal: Bool) -> Bool {
        guard let byte else { return false }
        return isDigit(byte) || (isHexadecimal && (byte | 0x20) &- UInt8(ascii: "a") < 6)
    }

    /// Takes the next byte if it is one of `bytes`.
    private mutating func acceptAny(_ bytes: String) -> Bool {
        guard let byte = peek(), bytes.utf8.contains(byte) else { return false }
        offset += 1
        return true
    }

    /// Reads the units, and further digits with units, of a duration whose first digits are passed.
    private mutating func isRestOfDuration() -> Bool {
        guard acceptUnit("smhdwy") else { return false }
        // The second letter of "ms"; "hs" and the like are caught when the duration is calculated.
        _ = accept("s")
        while isDigit(peek()) {
            while isDigit(peek()) { offset += 1 }
            guard acceptUnit("smhdw") else { return false }
            _ = accept("s")
        }
        guard isWord(peek()) else { return true }
        offset += 1
        return false
    }

    private mutating func acceptUnit(_ units: String) -> Bool {
        guard let byte = peek(), units.utf8.contains(byte) else { return false }
        offset += 1
        return true
    }

    /// A string in the quotes that start it.
    mutating func string(_ quote: UInt8) -> TokenKind {
        offset += 1
        let isRaw = quote == UInt8(ascii: "`")
        while let byte = peek() {
            if byte == quote {
                offset += 1
                return .string
            }
            if !isRaw, byte == UInt8(ascii: "\n") { break }
            if !isRaw, byte == UInt8(ascii: "\\") {
                offset += 1
                if let reason = escape(quote) { return fail(reason) }
            } else if byte < 0x80 {
                offset += 1
            } else {
                // Upstream cannot tell the replacement character from an error either.
                guard let (scalar, length) = scalar(at: offset), scalar != "\u{FFFD}" else {
                    return fail("invalid UTF-8 rune")
                }
                offset += length
            }
        }
        return fail(isRaw ? "unterminated raw string" : "unterminated quoted string")
    }

    /// Passes what follows a backslash; says what is wrong with it.
    private mutating func escape(_ quote: UInt8) -> String? {
        guard let byte = peek() else { return "escape sequence not terminated" }
        switch Character(Unicode.Scalar(byte)) {
        case "a", "b", "f", "n", "r", "t", "v", "\\":
            offset += 1
            return nil
        case "0"..."7": return escapedNumber(digits: 3, base: 8, maximum: 255)
        case "x":
            offset += 1
            return escapedNumber(digits: 2, base: 16, maximum: 255)
        case "u":
            offset += 1
            return escapedNumber(digits: 4, base: 16, maximum: 0x10FFFF)
        case "U":
            offset += 1
            return escapedNumber(digits: 8, base: 16, maximum: 0x10FFFF)
        case _ where byte == quote:
            offset += 1
            return nil
        default: return "unknown escape sequence \(namedCharacter())"
        }
    }

    private mutating func escapedNumber(digits: Int, base: Int, maximum: Int) -> String? {
        var value = 0
        for _ in 0..<digits {
            guard let byte = peek() else { return "escape sequence not terminated" }
            let digit = Character(Unicode.Scalar(byte)).hexDigitValue ?? 16
            guard digit < base else { return "illegal character \(namedCharacter()) in escape sequence" }
            value = value * base + digit
            offset += 1
        }
        let isSurrogate = value >= 0xD800 && value < 0xE000
        return value > maximum || isSurrogate ? "escape sequence is an invalid Unicode code point" : nil
    }

    /// The character at the offset as Go's `%#U` prints it.
    private mutating func namedCharacter() -> String {
        let scalar = scalar(at: offset)?.0 ?? "\u{FFFD}"
        let digits = String(scalar.value, radix: 16, uppercase: true)
        let code = "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        return scalar.isPrintable ? "\(code) '\(scalar)'" : code
    }
}
