internal import PrometheusModel

extension Parser {
    /// Parses a number or a duration, which is a number of seconds.
    mutating func parseNumber() throws(ParseError) -> NumberLiteral {
        let token = current
        let text = source(token)
        advance()
        if token.kind == .duration {
            do {
                let milliseconds = try DurationText.parse(text)
                return NumberLiteral(value: Double(milliseconds) / 1000, isDuration: true, position: token.position)
            } catch { throw self.error(error.description, token.position) }
        }
        if let whole = wholeNumber(text) {
            return NumberLiteral(value: Double(whole), isDuration: false, position: token.position)
        }
        do {
            return NumberLiteral(value: try FloatText.parse(text), isDuration: false, position: token.position)
        } catch { throw self.error("error parsing number: \(error.description)", token.position) }
    }

    /// Parses a number with an optional sign; `failure` makes the error if there is none.
    mutating func parseSignedNumber(
        _ failure: (Parser) -> ParseError
    ) throws(ParseError) -> NumberLiteral {
        let start = current.position.start
        let isNegation = current.kind == .binary(.subtract)
        if isNegation || current.kind == .binary(.add) { advance() }
        guard current.kind == .number || current.kind == .duration else { throw failure(self) }
        var literal = try parseNumber()
        if isNegation { literal.value.negate() }
        literal.position.start = start
        return literal
    }

    /// The value of a whole number in Go's syntax that fits 64 bits: hexadecimal after `0x`, octal after a leading zero.
    private func wholeNumber(_ text: String) -> Int64? {
        var digits = Substring(text)
        var base = 10
        if digits.hasPrefix("0x") || digits.hasPrefix("0X") {
            digits = digits.dropFirst(2)
            base = 16
            if digits.hasPrefix("_") { digits = digits.dropFirst() }
        } else if digits.count > 1, digits.hasPrefix("0") {
            base = 8
        }
        guard digits.utf8.first != UInt8(ascii: "_"), digits.utf8.last != UInt8(ascii: "_"), !digits.contains("__")
        else {
            return nil
        }
        return Int64(digits.filter { $0 != "_" }, radix: base)
    }

    /// What a string token means.
    ///
    /// The lexer has checked its escapes.
    func unquoted(_ token: Token) -> String { String(decoding: unquotedBytes(token), as: UTF8.self) }

    /// The bytes that a string token means; escapes can make them something that is not UTF-8.
    func unquotedBytes(_ token: Token) -> [UInt8] {
        let source = text[token.position.start..<token.position.end]
        let inner = source.dropFirst().dropLast()
        if source.first == UInt8(ascii: "`") { return Array(inner) }
        var result: [UInt8] = []
        result.reserveCapacity(inner.count)
        var rest = inner
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                result.append(byte)
                continue
            }
            appendEscaped(escape, &rest, to: &result)
        }
        return result
    }

    private func appendEscaped(_ escape: UInt8, _ rest: inout ArraySlice<UInt8>, to result: inout [UInt8]) {
        switch Character(Unicode.Scalar(escape)) {
        case "a": result.append(0x07)
        case "b": result.append(0x08)
        case "f": result.append(0x0C)
        case "n": result.append(0x0A)
        case "r": result.append(0x0D)
        case "t": result.append(0x09)
        case "v": result.append(0x0B)
        case "x": result.append(UInt8(truncatingIfNeeded: take(2, of: &rest, base: 16)))
        case "u", "U":
            let code = take(escape == UInt8(ascii: "u") ? 4 : 8, of: &rest, base: 16)
            let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
            result.append(contentsOf: String(Character(scalar)).utf8)
        case "0"..."7":
            let code = UInt32(escape - UInt8(ascii: "0")) * 64 + take(2, of: &rest, base: 8)
            result.append(UInt8(truncatingIfNeeded: code))
        default: result.append(escape)
        }
    }

    private func take(_ count: Int, of rest: inout ArraySlice<UInt8>, base: UInt32) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let byte = rest.popFirst() else { break }
            value = value &* base &+ UInt32(Character(Unicode.Scalar(byte)).hexDigitValue ?? 0)
        }
        return value
    }
}
