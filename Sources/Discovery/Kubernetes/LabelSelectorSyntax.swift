/// The syntax of label selectors: `a`, `!a`, `a=b`, `a!=b`, `a in (b,c)`, `a notin (b)`, `a>1`, separated by commas.
struct LabelSelectorSyntax {
    private let tokens: [String]
    private var next = 0

    private init(_ tokens: [String]) { self.tokens = tokens }

    /// What is wrong with a selector; `nil` if nothing is.
    static func problem(_ selector: String) -> String? {
        var syntax = LabelSelectorSyntax(tokens(selector))
        return syntax.problem()
    }

    /// Words and operators.
    private static func tokens(_ text: String) -> [String] {
        var tokens: [String] = []
        var word = ""
        func isOperator(_ character: Character) -> Bool { "=!<>".contains(character) }
        func flush() {
            if !word.isEmpty { tokens.append(word) }
            word = ""
        }
        for character in text {
            if character.isWhitespace {
                flush()
            } else if "(),".contains(character) {
                flush()
                tokens.append(String(character))
            } else if isOperator(character) {
                if let last = word.last, !isOperator(last) { flush() }
                if word == "==" || word == "!=" { flush() }
                word.append(character)
            } else {
                if let last = word.last, isOperator(last) { flush() }
                word.append(character)
            }
        }
        flush()
        return tokens
    }

    private var token: String { next < tokens.count ? tokens[next] : "" }

    private mutating func take() -> String {
        defer { next += 1 }
        return token
    }

    private mutating func problem() -> String? {
        while next < tokens.count {
            if let problem = requirementProblem() { return "unable to parse requirement: \(problem)" }
            if next >= tokens.count { return nil }
            guard take() == "," else { return "found '\(tokens[next - 1])', expected: ',' or 'end of string'" }
            if next >= tokens.count { return "found '', expected: identifier after ','" }
        }
        return nil
    }

    private mutating func requirementProblem() -> String? {
        let isNegated = token == "!"
        if isNegated { next += 1 }
        let key = take()
        guard Self.isWord(key) else { return "found '\(key)', expected: identifier" }
        if let problem = Self.keyProblem(key) { return problem }
        if isNegated || token.isEmpty || token == "," { return nil }
        let comparison = take()
        switch comparison {
        case "in", "notin": return setProblem()
        case "=", "==", "!=":
            if Self.isWord(token) { return Self.valueProblem(take(), of: key) }
            return token.isEmpty || token == "," ? nil : "found '\(token)', expected: identifier"
        case "<", ">", "lt", "gt":
            let value = take()
            if Int64(value) != nil { return nil }
            return
                "values[0][\(key)]: Invalid value: \"\(value)\": for 'Gt', 'Lt' operators, the value must be an integer"
        default: return "found '\(comparison)', expected: in, notin, =, ==, !=, gt, lt"
        }
    }

    private mutating func setProblem() -> String? {
        guard take() == "(" else {
            return "found '\(tokens.indices.contains(next - 1) ? tokens[next - 1] : "")' expected: '('"
        }
        while true {
            let value = take()
            if value == ")" { return nil }
            if value == "," { continue }
            guard Self.isWord(value) else { return "found '\(value)', expected: ',', ')' or identifier" }
            guard token == "," || token == ")" else { return "found '\(token)', expected: ',' or ')'" }
        }
    }

    private static func isWord(_ token: String) -> Bool {
        guard let first = token.first else { return false }
        return !"(),=!<>".contains(first)
    }

    private static func isName(_ text: some StringProtocol) -> Bool {
        func isAlphanumeric(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 }
        let bytes = Array(text.utf8)
        guard let first = bytes.first, let last = bytes.last else { return false }
        return isAlphanumeric(first) && isAlphanumeric(last)
            && bytes.allSatisfy { isAlphanumeric($0) || $0 == 0x2D || $0 == 0x5F || $0 == 0x2E }
    }

    private static func keyProblem(_ key: String) -> String? {
        let parts = key.split(separator: "/", omittingEmptySubsequences: false)
        if parts.count <= 2, let name = parts.last, isName(name), name.utf8.count <= 63 { return nil }
        return """
            <nil>: Invalid value: "\(key)": name part must consist of alphanumeric characters, '-', '_' or '.', and \
            must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex \
            used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')
            """
    }

    private static func valueProblem(_ value: String, of key: String) -> String? {
        if isName(value), value.utf8.count <= 63 { return nil }
        return """
            values[0][\(key)]: Invalid value: "\(value)": a valid label must be an empty string or consist of \
            alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. \
            'MyValue',  or 'my_value',  or '12345', regex used for validation is \
            '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')
            """
    }
}
