internal import LabelMatching
internal import PrometheusModel

/// Turns the tokens of a query into an expression: recursive descent for what starts with a known word, precedence
/// climbing for operators.
///
/// It stops at the first error. The words of errors are upstream's; where those depend on what upstream's generated
/// parser was in the middle of, `context` says what that was.
struct Parser {
    /// How deep expressions may be nested in each other by parentheses, calls, signs and the like.
    static let maximumNesting = 400
    /// How many nodes may lie above each other; a chain of operators counts one each.
    static let maximumDepth = 1000

    /// How many instructions all regular expressions of a query together may be compiled to: 32 MiB.
    static let maximumProgramSize = 2 << 20

    let text: [UInt8]
    let options: ParserOptions
    var lexer: Lexer
    var current: Token
    /// Where the token before `current` ended.
    var previousEnd = 0
    /// How many expressions the parser is inside of.
    var nesting = 0
    /// The height of the expression that was parsed last.
    var depth = 0
    /// How many aggregations the parser is inside of.
    var aggregationNesting = 0
    /// How many operators stood in durations so far.
    var durationOperators = 0
    /// How many instructions the regular expressions so far were compiled to.
    var programSize = 0
    /// How binary expressions wanted to match whose sides are not both instant vectors, by position.
    var droppedMatchings: [PositionRange: VectorMatching] = [:]

    init(_ text: String, options: ParserOptions) {
        self.text = Array(text.utf8)
        self.options = options
        lexer = Lexer(self.text)
        current = lexer.next()
    }

    /// Parses and type-checks all of the text.
    mutating func parseWholeExpression() throws(ParseError) -> Expression {
        if current.kind == .end { throw error("no expression found in input", PositionRange(start: 0, end: 0)) }
        let expression = try parseExpression()
        guard current.kind == .end else { throw unexpected() }
        try TypeChecker(text: text, droppedMatchings: droppedMatchings).check(expression)
        return expression
    }

    /// Parses all of the text as a selector without offset and `@`, for `match[]` parameters and the like.
    mutating func parseWholeSelector() throws(ParseError) -> [LabelMatcher] {
        guard current.kind.isMetricName || current.kind == .leftBrace else { throw unexpected() }
        let selector = try parseSelector()
        guard current.kind == .end else { throw unexpected() }
        return selector.matchers
    }

    // MARK: Tokens

    mutating func advance() {
        previousEnd = current.position.end
        current = lexer.next()
    }

    /// Takes the current token if it is `kind`.
    mutating func accept(_ kind: TokenKind) -> Bool {
        guard current.kind == kind else { return false }
        advance()
        return true
    }

    /// The source of a token.
    func source(_ token: Token) -> String {
        String(decoding: text[token.position.start..<token.position.end], as: UTF8.self)
    }

    // MARK: Errors

    func error(_ message: String, _ position: PositionRange) -> ParseError {
        ParseError(message, at: position, in: text)
    }

    /// The error of something that upstream only puts together when it has seen the next token: if that cannot be read,
    /// this is what it tells.
    func errorAfterLookahead(_ message: String, _ position: PositionRange) -> ParseError {
        current.kind == .failure ? unexpected() : error(message, position)
    }

    /// The error for a token that cannot stand where it does.
    ///
    /// `context` is what upstream was in the middle of, and what could stand there.
    func unexpected(_ context: (name: String, expected: String)? = nil) -> ParseError {
        if current.kind == .failure { return error(lexer.failure, current.position) }
        var message = "unexpected \(description(of: current))"
        if let context {
            message += " in \(context.name), expected \(context.expected)"
        } else if aggregationNesting > 0 {
            message += " in aggregation"
        }
        return error(message, current.position)
    }

    private func description(of token: Token) -> String {
        let source = source(token)
        switch token.kind {
        case .end: return "end of input"
        case .identifier: return "identifier \(source.quoted)"
        case .metricIdentifier: return "metric identifier \(source.quoted)"
        case .number: return "number \(shortened(source))"
        case .duration: return "duration \(shortened(source))"
        case .string: return "string \(shortened(source))"
        case .modifier: return "<\(source)>"
        case .binary, .at, .regexMatch, .regexNoMatch: return "<op:\(source)>"
        case .aggregation: return "<aggr:\(source)>"
        default: return shortened(source)
        }
    }

    private func shortened(_ source: String) -> String {
        source.utf8.count > 10
            ? String(String.UnicodeScalarView(source.unicodeScalars.prefix(10))).quoted + "..." : source.quoted
    }
}
