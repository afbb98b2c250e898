extension Lexer {
    /// The token at the offset, outside of braces and brackets.
    mutating func nextOutside() -> TokenKind {
        guard let byte = peek() else { return endOfInput() }
        if isLetter(byte) || byte == UInt8(ascii: ":") { return word() }
        if isDigit(byte) || (byte == UInt8(ascii: ".") && isDigit(peek(1))) { return numberOrDuration() }
        return punctuation(byte)
    }

    /// The token at the offset inside braces, where every word is a label's name.
    mutating func nextInBraces() -> TokenKind {
        guard let byte = peek() else { return fail("unexpected end of input inside braces") }
        if isLetter(byte) {
            while isWord(peek()) { offset += 1 }
            return .identifier
        }
        switch Character(Unicode.Scalar(byte)) {
        case ",": return take(.comma)
        case "\"", "'", "`": return string(byte)
        case "=":
            offset += 1
            return accept("~") ? .regexMatch : .equal
        case "!":
            offset += 1
            if accept("~") { return .regexNoMatch }
            if accept("=") { return .binary(.notEqual) }
            return fail("unexpected character after '!' inside braces: \(takeQuotedCharacter())")
        case "{": return fail("unexpected left brace '{'")
        case "}":
            isInBraces = false
            return take(.rightBrace)
        default: return fail("unexpected character inside braces: \(takeQuotedCharacter())")
        }
    }

    /// The token at the offset inside brackets, where durations and what can be calculated with them stand.
    mutating func nextInBrackets() -> TokenKind {
        let isFirst = bracket == .beforeNumber
        guard let byte = peek() else {
            return isFirst ? fail("unexpected end of input in duration expression") : endOfInput()
        }
        if isDigit(byte) || (byte == UInt8(ascii: ".") && isDigit(peek(1))) {
            bracket = .afterNumber
            return numberOrDuration()
        }
        if isLetter(byte) { return wordInBrackets() }
        if byte == UInt8(ascii: ":") { return colonInBrackets() }
        guard isFirst, !"+-*/%^(),]".utf8.contains(byte) else { return punctuation(byte) }
        return fail("unexpected character in duration expression: \(takeQuotedCharacter())")
    }

    private mutating func colonInBrackets() -> TokenKind {
        if bracket == .beforeNumber {
            offset += 1
            start = offset
            return fail("unexpected colon before duration in duration expression")
        }
        if sawColon { return fail("unexpected colon ':'") }
        sawColon = true
        return take(.colon)
    }

    private mutating func wordInBrackets() -> TokenKind {
        var end = offset
        while end < bytes.count, isWord(bytes[end]) { end += 1 }
        let word = String(decoding: bytes[offset..<end], as: UTF8.self).lowercased()
        if let known = TokenKind.Preprocessor(rawValue: word), known != .start, known != .end {
            offset = end
            bracket = .afterNumber
            return .preprocessor(known)
        }
        if bracket == .beforeNumber {
            return fail("unexpected character in duration expression: \(takeQuotedCharacter())")
        }
        return fail("unexpected character: \(takeQuotedCharacter()), expected ':'")
    }

    private mutating func punctuation(_ byte: UInt8) -> TokenKind {
        switch Character(Unicode.Scalar(byte)) {
        case ",": return take(.comma)
        case "*": return take(.binary(.multiply))
        case "/": return take(.binary(.divide))
        case "%": return take(.binary(.modulo))
        case "+": return take(.binary(.add))
        case "-": return take(.binary(.subtract))
        case "^": return take(.binary(.power))
        case "@": return take(.at)
        case "=", "!", "<", ">": return comparison(byte)
        case "\"", "'", "`": return string(byte)
        case "(", ")", "{", "[", "]": return bracketing(byte)
        default: return fail("unexpected character: \(takeQuotedCharacter())")
        }
    }

    private mutating func comparison(_ byte: UInt8) -> TokenKind {
        offset += 1
        switch Character(Unicode.Scalar(byte)) {
        case "=":
            if accept("=") { return .binary(.equal) }
            guard peek() == UInt8(ascii: "~") else { return .equal }
            return fail("unexpected character after '=': '~'")
        case "!":
            if accept("=") { return .binary(.notEqual) }
            return fail("unexpected character after '!': \(takeQuotedCharacter())")
        case "<": return .binary(accept("=") ? .lessOrEqual : accept("/") ? .trimUpper : .less)
        default: return .binary(accept("=") ? .greaterOrEqual : accept("/") ? .trimLower : .greater)
        }
    }

    private mutating func bracketing(_ byte: UInt8) -> TokenKind {
        switch Character(Unicode.Scalar(byte)) {
        case "(":
            parenthesisDepth += 1
            return take(.leftParenthesis)
        case ")":
            offset += 1
            guard parenthesisDepth > 0 else {
                // Upstream has given the parenthesis away before it counts.
                start = offset
                return fail("unexpected right parenthesis ')'")
            }
            parenthesisDepth -= 1
            return .rightParenthesis
        case "{":
            isInBraces = true
            return take(.leftBrace)
        case "[":
            guard bracket == .none else { return fail("unexpected left bracket '['") }
            bracket = .beforeNumber
            sawColon = false
            return take(.leftBracket)
        default:
            guard bracket != .none else { return fail("unexpected right bracket ']'") }
            bracket = .none
            return take(.rightBracket)
        }
    }

    private mutating func endOfInput() -> TokenKind {
        if parenthesisDepth > 0 { return fail("unclosed left parenthesis") }
        if bracket != .none { return fail("unclosed left bracket") }
        return .end
    }

    private mutating func word() -> TokenKind {
        var hasColon = false
        while let byte = peek(), isWord(byte) || byte == UInt8(ascii: ":") {
            if byte == UInt8(ascii: ":") { hasColon = true }
            offset += 1
        }
        if hasColon { return .metricIdentifier }
        let word = String(decoding: bytes[start..<offset], as: UTF8.self).lowercased()
        guard let keyword = TokenKind.keywords[word] else { return .identifier }
        switch keyword {
        case .modifier(.fill), .modifier(.fillLeft), .modifier(.fillRight):
            var distance = 0
            while let byte = peek(distance), isSpace(byte) { distance += 1 }
            return peek(distance) == UInt8(ascii: "(") ? keyword : .identifier
        default: return keyword
        }
    }

    private mutating func take(_ kind: TokenKind) -> TokenKind {
        offset += 1
        return kind
    }
}
