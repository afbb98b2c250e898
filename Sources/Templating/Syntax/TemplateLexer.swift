internal import PrometheusModel

/// Cuts a template into tokens: text, and what stands between the braces of actions.
struct TemplateLexer {
    let bytes: [UInt8]
    var offset = 0
    var line = 1
    private var isInAction = false
    private var parenthesisDepth = 0
    private var hasFailed = false
    /// A token that was found together with the one before it.
    private var pending: TemplateToken?

    init(_ text: String) { bytes = Array(text.utf8) }

    /// The next token; after the last one and after a problem always the same.
    mutating func next() -> TemplateToken {
        if let token = pending {
            pending = nil
            return token
        }
        if hasFailed { return token(.end, from: offset) }
        return isInAction ? insideAction() : text()
    }

    // MARK: Text

    private mutating func text() -> TemplateToken {
        while true {
            let start = offset
            let startLine = line
            guard let found = find("{{", from: offset) else {
                guard offset < bytes.count else { return token(.end, from: offset) }
                offset = bytes.count
                var result = token(.text, from: start)
                line += newlines(in: start..<offset)
                result.line = startLine
                return result
            }
            var end = found
            if hasLeftTrimMarker(at: found + 2) { while end > start, Self.isSpace(bytes[end - 1]) { end -= 1 } }
            let content = String(decoding: bytes[start..<end], as: UTF8.self)
            line += newlines(in: start..<found)
            offset = found
            let delimiter = leftDelimiter()
            if !content.isEmpty {
                pending = delimiter
                return TemplateToken(kind: .text, text: content, position: start, line: startLine)
            }
            if let delimiter { return delimiter }
        }
    }

    /// Passes the opening braces; a comment behind them is passed too and gives no token.
    private mutating func leftDelimiter() -> TemplateToken? {
        let start = offset
        let marker = hasLeftTrimMarker(at: offset + 2) ? 2 : 0
        if starts("/*", at: offset + 2 + marker) {
            offset += 2 + marker
            return comment()
        }
        offset += 2
        let result = token(.leftDelimiter, from: start)
        offset += marker
        isInAction = true
        parenthesisDepth = 0
        return result
    }

    private mutating func comment() -> TemplateToken? {
        guard let close = find("*/", from: offset + 2) else { return problem("unclosed comment") }
        line += newlines(in: offset..<close)
        offset = close + 2
        guard let width = rightDelimiterWidth() else {
            return problem("comment ends before closing delimiter")
        }
        passRightDelimiter(width)
        return nil
    }

    /// The width of closing braces here, trim marker included; `nil` if there are none.
    private func rightDelimiterWidth() -> Int? {
        if starts("}}", at: offset) { return 2 }
        let hasMarker =
            offset + 1 < bytes.count && Self.isSpace(bytes[offset]) && bytes[offset + 1] == UInt8(ascii: "-")
        return hasMarker && starts("}}", at: offset + 2) ? 4 : nil
    }

    private mutating func passRightDelimiter(_ width: Int) {
        if width == 4, bytes[offset] == UInt8(ascii: "\n") { line += 1 }
        offset += width
        guard width == 4 else { return }
        let start = offset
        while offset < bytes.count, Self.isSpace(bytes[offset]) { offset += 1 }
        line += newlines(in: start..<offset)
    }

    // MARK: Actions

    private mutating func insideAction() -> TemplateToken {
        if let width = rightDelimiterWidth() {
            if parenthesisDepth > 0 { return problem("unclosed left paren") }
            let result = TemplateToken(kind: .rightDelimiter, text: "}}", position: offset, line: line)
            passRightDelimiter(width)
            isInAction = false
            return result
        }
        guard offset < bytes.count else { return problem("unclosed action") }
        let start = offset
        let byte = bytes[offset]
        switch Character(Unicode.Scalar(byte)) {
        case " ", "\t", "\r", "\n": return spaces()
        case "=": return single(.assign)
        case ":":
            guard offset + 1 < bytes.count, bytes[offset + 1] == UInt8(ascii: "=") else {
                return problem("expected :=")
            }
            offset += 2
            return token(.declare, from: start)
        case "|": return single(.pipe)
        case "\"": return quoted()
        case "`": return rawQuoted()
        case "$": return name(.variable, bare: .variable)
        case "'": return characterConstant()
        case ".":
            let isNumber = offset + 1 < bytes.count && bytes[offset + 1] &- UInt8(ascii: "0") < 10
            return isNumber ? number() : name(.field, bare: .dot)
        case "+", "-", "0"..."9": return number()
        case "(":
            parenthesisDepth += 1
            return single(.leftParenthesis)
        case ")":
            parenthesisDepth -= 1
            return parenthesisDepth < 0 ? problem("unexpected right paren") : single(.rightParenthesis)
        default:
            if let scalar = scalar(at: offset)?.value, Self.isAlphanumeric(scalar) { return identifier() }
            if (0x20..<0x7F).contains(byte) { return single(.character) }
            return problem("unrecognized character in action: \(Self.shown(scalar(at: offset)?.value))")
        }
    }

    private mutating func single(_ kind: TemplateToken.Kind) -> TemplateToken {
        offset += 1
        return token(kind, from: offset - 1)
    }

    private mutating func spaces() -> TemplateToken {
        let start = offset
        let startLine = line
        while offset < bytes.count, Self.isSpace(bytes[offset]) {
            // The last space may belong to a trim marker.
            if offset > start, rightDelimiterWidth() != nil { break }
            if bytes[offset] == UInt8(ascii: "\n") { line += 1 }
            offset += 1
        }
        var result = token(.space, from: start)
        result.line = startLine
        return result
    }

    private mutating func identifier() -> TemplateToken {
        let start = offset
        passAlphanumerics()
        let word = String(decoding: bytes[start..<offset], as: UTF8.self)
        guard isAtTerminator else { return problem("bad character \(Self.shown(scalar(at: offset)?.value))") }
        if let keyword = TemplateKeyword(rawValue: word) { return token(.keyword(keyword), from: start) }
        return token(word == "true" || word == "false" ? .bool : .identifier, from: start)
    }

    /// A field or variable: a sign and a word.
    private mutating func name(_ kind: TemplateToken.Kind, bare: TemplateToken.Kind) -> TemplateToken {
        let start = offset
        offset += 1
        if isAtTerminator { return token(bare, from: start) }
        passAlphanumerics()
        guard isAtTerminator else { return problem("bad character \(Self.shown(scalar(at: offset)?.value))") }
        return token(kind, from: start)
    }

    private mutating func passAlphanumerics() {
        while let scalar = scalar(at: offset), Self.isAlphanumeric(scalar.value) { offset += scalar.width }
    }

    /// Whether what comes next may follow a word.
    var isAtTerminator: Bool {
        guard offset < bytes.count else { return true }
        let byte = bytes[offset]
        return Self.isSpace(byte) || ".,|:)(".utf8.contains(byte) || starts("}}", at: offset)
    }

    // MARK: Parts

    mutating func problem(_ message: String) -> TemplateToken {
        hasFailed = true
        return TemplateToken(kind: .problem, text: message, position: offset, line: line)
    }

    func token(_ kind: TemplateToken.Kind, from start: Int) -> TemplateToken {
        let text = String(decoding: bytes[start..<max(start, offset)], as: UTF8.self)
        return TemplateToken(kind: kind, text: text, position: start, line: line)
    }

    private func hasLeftTrimMarker(at start: Int) -> Bool {
        start + 1 < bytes.count && bytes[start] == UInt8(ascii: "-") && Self.isSpace(bytes[start + 1])
    }

    func newlines(in range: Range<Int>) -> Int { bytes[range].count { $0 == UInt8(ascii: "\n") } }

    private func starts(_ text: String, at start: Int) -> Bool {
        start <= bytes.count && bytes[start...].starts(with: text.utf8)
    }

    private func find(_ text: String, from start: Int) -> Int? {
        guard start < bytes.count else { return nil }
        var position = start
        while position + text.utf8.count <= bytes.count {
            if starts(text, at: position) { return position }
            position += 1
        }
        return nil
    }
}
