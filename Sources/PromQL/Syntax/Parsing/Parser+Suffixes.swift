internal import PrometheusModel

extension Parser {
    /// Parses an operand with what may follow it: brackets, `offset`, `@`, `anchored`, `smoothed`.
    mutating func parseWithSuffixes() throws(ParseError) -> Expression {
        var expression = try parsePrimary()
        while true {
            switch current.kind {
            case .leftBracket: expression = try parseBrackets(after: expression)
            case .modifier(.offset): expression = try parseOffset(after: expression)
            case .at: expression = try parseAt(after: expression)
            case .modifier(.anchored), .modifier(.smoothed): expression = try parseExtension(after: expression)
            default: return expression
            }
        }
    }

    // MARK: Offset and @

    private mutating func parseOffset(after expression: Expression) throws(ParseError) -> Expression {
        advance()
        let duration = try parseOffsetDuration()
        guard var shift = expression.shift else {
            throw error(
                "offset modifier must be preceded by an instant vector selector or range vector selector or a subquery",
                expression.position
            )
        }
        if shift.offsetMilliseconds != 0 || shift.offsetExpression != nil {
            throw error("offset may not be set multiple times", expression.position)
        }
        shift.offsetMilliseconds = duration.milliseconds
        shift.offsetExpression = duration.expression
        return expression.shifted(shift, end: previousEnd)
    }

    private mutating func parseAt(after expression: Expression) throws(ParseError) -> Expression {
        advance()
        let at = try parseAtTime(of: expression)
        guard var shift = expression.shift else {
            throw error(
                "@ modifier must be preceded by an instant vector selector or range vector selector or a subquery",
                expression.position
            )
        }
        if shift.at != .none { throw error("@ <timestamp> may not be set multiple times", expression.position) }
        shift.at = at
        return expression.shifted(shift, end: previousEnd)
    }

    private mutating func parseAtTime(of expression: Expression) throws(ParseError) -> AtModifier {
        let context = (name: "@", expected: "timestamp")
        switch current.kind {
        case .preprocessor(.start), .preprocessor(.end):
            let isStart = current.kind == .preprocessor(.start)
            advance()
            guard accept(.leftParenthesis), accept(.rightParenthesis) else { throw unexpected(context) }
            return isStart ? .start : .end
        default:
            let seconds = try parseSignedNumber { $0.unexpected(context) }.value
            guard seconds.isFinite, abs(seconds) < 9.223372036854775807e18 else {
                throw error(
                    "timestamp out of bounds for @ modifier: \(FloatText.sixDecimals(seconds))",
                    expression.position
                )
            }
            let milliseconds = (seconds * 1000).rounded(.toNearestOrAwayFromZero)
            return .timestamp(milliseconds: Int64(exactly: milliseconds) ?? (seconds < 0 ? .min : .max))
        }
    }

    private mutating func parseExtension(after expression: Expression) throws(ParseError) -> Expression {
        let isAnchored = current.kind == .modifier(.anchored)
        let name = isAnchored ? "anchored" : "smoothed"
        if !options.extendedRangeSelectors {
            throw error("\(name) modifier is experimental and not enabled", current.position)
        }
        advance()
        var selector: VectorSelector
        switch expression {
        case .vectorSelector(let node): selector = node
        case .matrixSelector(let node): selector = node.selector
        case .subquery: throw error("\(name) modifier is not supported for subqueries", expression.position)
        default: throw error("\(name) modifier not implemented", expression.position)
        }
        if isAnchored { selector.isAnchored = true } else { selector.isSmoothed = true }
        if selector.isAnchored, selector.isSmoothed {
            throw error("anchored and smoothed modifiers cannot be used together", expression.position)
        }
        guard case .matrixSelector(var matrix) = expression else {
            selector.position.end = previousEnd
            return .vectorSelector(selector)
        }
        matrix.selector = selector
        matrix.position.end = previousEnd
        return .matrixSelector(matrix)
    }

    // MARK: Brackets

    private mutating func parseBrackets(after expression: Expression) throws(ParseError) -> Expression {
        let start = current.position.start
        let innerDepth = depth
        advance()
        let range = try parseBracketDuration(
            first: ("subquery or range selector", "number, duration, step(), or range()"),
            later: ("subquery or range", "\":\" or \"]\"")
        )
        if accept(.colon) {
            let step = try parseStep()
            guard accept(.rightBracket) else { throw unexpected(("subquery selector", "\"]\"")) }
            depth = innerDepth
            let position = PositionRange(start: expression.position.start, end: previousEnd)
            try grow(at: position)
            var subquery = Subquery(
                expression: expression,
                rangeMilliseconds: range.milliseconds,
                stepMilliseconds: step?.milliseconds,
                position: position
            )
            subquery.rangeExpression = range.expression
            subquery.stepExpression = step?.expression
            return .subquery(subquery)
        }
        guard accept(.rightBracket) else { throw unexpected(("subquery or range", "\":\" or \"]\"")) }
        depth = innerDepth
        return try makeMatrix(expression, range, PositionRange(start: start, end: previousEnd))
    }

    private mutating func parseStep() throws(ParseError) -> ParsedDuration? {
        if current.kind == .rightBracket { return nil }
        return try parseBracketDuration(
            first: ("subquery selector", "number, duration, step(), range(), or \"]\""),
            later: ("subquery selector", "\"]\"")
        )
    }

    private mutating func makeMatrix(
        _ expression: Expression,
        _ range: ParsedDuration,
        _ brackets: PositionRange
    ) throws(ParseError) -> Expression {
        guard case .vectorSelector(let selector) = expression else {
            throw error("ranges only allowed for vector selectors", brackets)
        }
        // Upstream does not look for what is only known when the query runs.
        if selector.shift.offsetMilliseconds != 0 { throw error("no offset modifiers allowed before range", brackets) }
        if case .timestamp = selector.shift.at { throw error("no @ modifiers allowed before range", brackets) }
        try grow(at: brackets)
        var matrix = MatrixSelector(
            selector: selector,
            rangeMilliseconds: range.milliseconds,
            position: PositionRange(start: selector.position.start, end: brackets.end)
        )
        matrix.rangeExpression = range.expression
        return .matrixSelector(matrix)
    }
}

extension Expression {
    /// The `offset` and `@` of a selector or subquery, `nil` for everything else.
    package var shift: TimeShift? {
        switch self {
        case .vectorSelector(let node): node.shift
        case .matrixSelector(let node): node.selector.shift
        case .subquery(let node): node.shift
        default: nil
        }
    }

    /// The selector or subquery with another shift, ending at `end`.
    fileprivate func shifted(_ shift: TimeShift, end: Int) -> Expression {
        switch self {
        case .vectorSelector(var node):
            node.shift = shift
            node.position.end = end
            return .vectorSelector(node)
        case .matrixSelector(var node):
            node.selector.shift = shift
            node.position.end = end
            return .matrixSelector(node)
        case .subquery(var node):
            node.shift = shift
            node.position.end = end
            return .subquery(node)
        default: return self
        }
    }
}
