internal import LabelMatching
internal import PrometheusModel

extension Parser {
    /// Parses a metric name, or matchers in braces, or both.
    mutating func parseSelector() throws(ParseError) -> VectorSelector {
        let start = current.position.start
        var name = ""
        if current.kind != .leftBrace {
            name = source(current)
            advance()
        }
        var matchers: [LabelMatcher] = []
        if accept(.leftBrace) { matchers = try parseMatchers() }
        if !name.isEmpty { matchers.append(.equal(Label.metricName, name)) }
        return VectorSelector(
            name: name,
            matchers: matchers,
            position: PositionRange(start: start, end: previousEnd)
        )
    }

    /// Parses matchers up to and with the closing brace.
    private mutating func parseMatchers() throws(ParseError) -> [LabelMatcher] {
        var matchers: [LabelMatcher] = []
        while !accept(.rightBrace) {
            matchers.append(try parseMatcher())
            guard accept(.comma) || current.kind == .rightBrace else {
                throw unexpected(("label matching", "\",\" or \"}\""))
            }
        }
        return matchers
    }

    private mutating func parseMatcher() throws(ParseError) -> LabelMatcher {
        let token = current
        guard token.kind == .identifier || token.kind == .string else {
            throw unexpected(("label matching", "identifier or \"}\""))
        }
        let name = token.kind == .string ? unquoted(token) : source(token)
        advance()
        guard let kind = matcherKind(current.kind) else {
            if token.kind == .string { return try makeMatcher(.equal, Label.metricName, token, token.position) }
            throw unexpected(("label matching", "label matching operator"))
        }
        advance()
        let valueToken = current
        guard valueToken.kind == .string else { throw unexpected(("label matching", "string")) }
        advance()
        let position = PositionRange(start: token.position.start, end: valueToken.position.end)
        return try makeMatcher(kind, name, valueToken, position)
    }

    private mutating func makeMatcher(
        _ kind: LabelMatcher.Kind,
        _ name: String,
        _ value: Token,
        _ position: PositionRange
    ) throws(ParseError) -> LabelMatcher {
        let matcher: LabelMatcher
        do {
            matcher = try LabelMatcher(kind, name, bytes: unquotedBytes(value))
        } catch {
            throw self.error(error.description, position)
        }
        programSize += matcher.programSize
        guard programSize <= Self.maximumProgramSize else {
            throw self.error("error parsing regexp: expression too large", position)
        }
        return matcher
    }

    private func matcherKind(_ kind: TokenKind) -> LabelMatcher.Kind? {
        switch kind {
        case .equal: .equal
        case .binary(.notEqual): .notEqual
        case .regexMatch: .regexMatch
        case .regexNoMatch: .regexNoMatch
        default: nil
        }
    }
}
