extension Parser {
    /// A duration as far as it is known before the query runs.
    struct ParsedDuration {
        /// Zero if there is an expression.
        var milliseconds: Int64
        /// What has to be calculated; `nil` for a plain number.
        var expression: DurationExpression?
    }

    /// Where in brackets or after `offset` the parser is, for messages.
    typealias Context = (name: String, expected: String)

    /// Parses a range or a step, which must be positive.
    ///
    /// `first` is the context of errors in the first operand, `later` that of errors after it.
    mutating func parseBracketDuration(first: Context, later: Context) throws(ParseError) -> ParsedDuration {
        var context = first
        let expression = try parseDuration(above: 0, &context, later: later).withoutParenthesesAroundNumber
        guard case .literal(let literal) = expression else {
            return ParsedDuration(milliseconds: 0, expression: expression)
        }
        let milliseconds = try self.milliseconds(literal)
        guard literal.value > 0 else { throw errorAfterLookahead("duration must be greater than 0", literal.position) }
        return ParsedDuration(milliseconds: milliseconds, expression: nil)
    }

    /// Parses what follows `offset`: a literal, a property of the query, or an expression in parentheses; all with an
    /// optional sign.
    mutating func parseOffsetDuration() throws(ParseError) -> ParsedDuration {
        var context: Context = ("offset", "number, duration, step(), or range()")
        let expression = try parseOffsetOperand(&context).withoutParenthesesAroundNumber
        guard case .literal(let literal) = expression else {
            return ParsedDuration(milliseconds: 0, expression: expression)
        }
        return ParsedDuration(milliseconds: try milliseconds(literal), expression: nil)
    }

    private mutating func parseOffsetOperand(_ context: inout Context) throws(ParseError) -> DurationExpression {
        let start = current.position.start
        let isNegation = current.kind == .binary(.subtract)
        guard isNegation || current.kind == .binary(.add) else { return try parseDurationOperand(&context, later: nil) }
        advance()
        let hasMoreSigns = current.kind == .binary(.subtract) || current.kind == .binary(.add)
        // After two signs upstream takes a whole power for the operand, after one only what is next.
        let operand =
            hasMoreSigns
            ? try parseDuration(above: BinaryOperator.unaryPrecedence, &context, later: nil)
            : try parseDurationOperand(&context, later: nil)
        return isNegation ? negated(operand, PositionRange(start: start, end: operand.position.end)) : operand
    }

    /// Seconds as whole milliseconds, cut as upstream cuts its nanoseconds.
    private func milliseconds(_ literal: NumberLiteral) throws(ParseError) -> Int64 {
        guard literal.value.magnitude <= 9_223_372_036.854775807 else {
            throw error("duration out of range", literal.position)
        }
        let nanoseconds = (literal.value * 1e9).rounded(.toNearestOrAwayFromZero)
        guard let whole = Int64(exactly: nanoseconds) else { throw error("duration out of range", literal.position) }
        return whole / 1_000_000
    }

    /// Parses operands and operators; `later` is the context after the first operand, `nil` inside of parentheses,
    /// where it does not change.
    private mutating func parseDuration(
        above minimum: Int,
        _ context: inout Context,
        later: Context?
    ) throws(ParseError) -> DurationExpression {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximumNesting else { throw error("expression is nested too deeply", current.position) }
        var left = try parseSignedDuration(&context, later: later)
        while case .binary(let token) = current.kind, let operation = durationOperator(token),
            token.precedence > minimum
        {
            if let later { context = later }
            let position = current.position
            advance()
            let binding = operation == .power ? token.precedence - 1 : token.precedence
            let right = try parseDuration(above: binding, &context, later: later)
            if case .literal(let literal) = right, literal.value == 0 {
                if operation == .divide { throw errorAfterLookahead("division by zero", position) }
                if operation == .modulo { throw errorAfterLookahead("modulo by zero", position) }
            }
            left = .binary(operation, left, right)
            durationOperators += 1
            guard durationOperators <= Self.maximumNesting else {
                throw error("expression is nested too deeply", position)
            }
        }
        return left
    }

    private mutating func parseSignedDuration(
        _ context: inout Context,
        later: Context?
    ) throws(ParseError) -> DurationExpression {
        let start = current.position.start
        let isNegation = current.kind == .binary(.subtract)
        guard isNegation || current.kind == .binary(.add) else {
            return try parseDurationOperand(&context, later: later)
        }
        advance()
        let operand = try parseDuration(above: BinaryOperator.unaryPrecedence, &context, later: later)
        guard isNegation else { return operand }
        return negated(operand, PositionRange(start: start, end: operand.position.end))
    }

    private mutating func parseDurationOperand(
        _ context: inout Context,
        later: Context?
    ) throws(ParseError) -> DurationExpression {
        let start = current.position.start
        switch current.kind {
        case .number, .duration: return .literal(try parseNumber())
        case .leftParenthesis:
            advance()
            let inner = try parseDuration(above: 0, &context, later: nil)
            guard accept(.rightParenthesis) else { throw unexpected(context) }
            return .parenthesized(inner, PositionRange(start: start, end: previousEnd))
        case .preprocessor(let property) where property != .start && property != .end:
            advance()
            guard accept(.leftParenthesis) else { throw unexpected(context) }
            return try parseProperty(property, start, &context)
        default: throw unexpected(context)
        }
    }

    private mutating func parseProperty(
        _ property: TokenKind.Preprocessor,
        _ start: Int,
        _ context: inout Context
    ) throws(ParseError) -> DurationExpression {
        var arguments: [DurationExpression] = []
        if property == .maxOf || property == .minOf {
            arguments.append(try parseDuration(above: 0, &context, later: nil))
            guard accept(.comma) else { throw unexpected(context) }
            arguments.append(try parseDuration(above: 0, &context, later: nil))
        }
        guard accept(.rightParenthesis) else { throw unexpected(context) }
        let position = PositionRange(start: start, end: previousEnd)
        switch property {
        case .step: return .step(position)
        case .maxOf: return .greatest(arguments[0], arguments[1], position)
        case .minOf: return .least(arguments[0], arguments[1], position)
        default: return .range(position)
        }
    }

    private func negated(_ operand: DurationExpression, _ position: PositionRange) -> DurationExpression {
        guard case .literal(var literal) = operand.withoutParenthesesAroundNumber else {
            return .negation(operand, position)
        }
        literal.value.negate()
        literal.position = position
        return .literal(literal)
    }

    private func durationOperator(_ operation: BinaryOperator) -> DurationExpression.Operator? {
        DurationExpression.Operator(rawValue: operation.rawValue)
    }
}
