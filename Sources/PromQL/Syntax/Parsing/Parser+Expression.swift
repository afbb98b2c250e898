internal import PrometheusModel

extension Parser {
    /// Parses operands and the operators between them that bind tighter than `minimum`.
    mutating func parseExpression(above minimum: Int = 0) throws(ParseError) -> Expression {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximumNesting else { throw error("expression is nested too deeply", current.position) }
        var left = try parseSigned()
        while case .binary(let operation) = current.kind, operation.precedence > minimum {
            let leftDepth = depth
            let operatorPosition = PositionRange(start: firstVisible(after: left), end: current.position.end)
            advance()
            let modifiers = try parseModifiers(of: operation)
            // A power's right side may be another power.
            let right = try parseExpression(
                above: operation == .power ? operation.precedence - 1 : operation.precedence
            )
            depth = max(leftDepth, depth)
            try grow(at: operatorPosition)
            left = makeBinary(operation, left, right, modifiers, at: operatorPosition)
        }
        return left
    }

    /// The first byte after an expression that is no space: where upstream thinks that the operator stands.
    private func firstVisible(after expression: Expression) -> Int {
        var offset = expression.position.end
        while offset < current.position.start, lexer.isSpace(text[offset]) { offset += 1 }
        return offset
    }

    /// Parses an operand with the signs before it.
    private mutating func parseSigned() throws(ParseError) -> Expression {
        let start = current.position.start
        let isNegation = current.kind == .binary(.subtract)
        guard isNegation || current.kind == .binary(.add) else { return try parseWithSuffixes() }
        advance()
        let operand = try parseExpression(above: BinaryOperator.unaryPrecedence)
        let position = PositionRange(start: start, end: operand.position.end)
        if case .number(var literal) = operand {
            if isNegation { literal.value.negate() }
            literal.position = position
            return .number(literal)
        }
        try grow(at: position)
        return .unary(Unary(isNegation: isNegation, operand: operand, position: position))
    }

    /// Counts a node on top of the expression that was parsed last.
    mutating func grow(at position: PositionRange) throws(ParseError) {
        depth += 1
        guard depth <= Self.maximumDepth else { throw error("expression is nested too deeply", position) }
    }

    /// Parses an operand without sign, offset and brackets.
    mutating func parsePrimary() throws(ParseError) -> Expression {
        depth = 1
        switch current.kind {
        case .number, .duration: return .number(try parseNumber())
        case .string:
            let literal = StringLiteral(bytes: unquotedBytes(current), position: current.position)
            advance()
            return .string(literal)
        case .leftParenthesis: return try parseParenthesized()
        case .leftBrace: return .vectorSelector(try parseSelector())
        case .aggregation(let operation): return try parseAggregationOrSelector(operation)
        case .identifier, .preprocessor: return try parseCallOrSelector()
        case _ where current.kind.isMetricName: return .vectorSelector(try parseSelector())
        default: throw unexpected()
        }
    }

    private mutating func parseParenthesized() throws(ParseError) -> Expression {
        let start = current.position.start
        advance()
        let inner = try parseExpression()
        guard accept(.rightParenthesis) else { throw unexpected() }
        let position = PositionRange(start: start, end: previousEnd)
        try grow(at: position)
        return .parenthesized(Parenthesized(expression: inner, position: position))
    }

    /// Parses the arguments of a call or an aggregation, from the opening to the closing parenthesis.
    private mutating func parseArguments() throws(ParseError) -> [Expression] {
        advance()
        var arguments: [Expression] = []
        var deepest = 0
        while current.kind != .rightParenthesis {
            arguments.append(try parseExpression())
            deepest = max(deepest, depth)
            let comma = current.position
            guard accept(.comma) else { break }
            // Upstream looks no further than at what cannot begin another argument.
            if current.kind != .failure, !current.kind.beginsExpression {
                throw error("trailing commas not allowed in function call args", comma)
            }
        }
        guard accept(.rightParenthesis) else { throw unexpected() }
        depth = deepest
        return arguments
    }

    private mutating func parseCallOrSelector() throws(ParseError) -> Expression {
        let token = current
        // Only a look at the next token tells a function's name from a metric's.
        var ahead = lexer
        guard ahead.next().kind == .leftParenthesis else { return .vectorSelector(try parseSelector()) }
        advance()
        let arguments = try parseArguments()
        let name = source(token)
        guard let function = FunctionSignature.all[name] else {
            throw error("unknown function with name \(name.quoted)", token.position)
        }
        if function.isExperimental, !options.experimentalFunctions {
            throw error("function \(name.quoted) is not enabled", token.position)
        }
        let position = PositionRange(start: token.position.start, end: previousEnd)
        try grow(at: position)
        return .call(Call(function: function, arguments: arguments, position: position))
    }

    // MARK: Aggregations

    private mutating func parseAggregationOrSelector(_ operation: AggregationOperator) throws(ParseError) -> Expression
    {
        let token = current
        var ahead = lexer
        switch ahead.next().kind {
        case .leftParenthesis, .modifier(.by), .modifier(.without): break
        default: return .vectorSelector(try parseSelector())
        }
        advance()
        aggregationNesting += 1
        var clause = try parseGroupingClause()
        guard current.kind == .leftParenthesis else { throw unexpected() }
        let arguments = try parseArguments()
        if clause == nil {
            clause = try parseGroupingClause()
            if clause == nil, current.kind == .failure { throw unexpected() }
        }
        aggregationNesting -= 1
        let position = PositionRange(start: token.position.start, end: previousEnd)
        return try makeAggregation(operation, arguments, clause ?? ([], false), position)
    }

    /// Parses `by (…)` or `without (…)` if it is there.
    private mutating func parseGroupingClause() throws(ParseError) -> (labels: [String], isWithout: Bool)? {
        let isWithout = current.kind == .modifier(.without)
        guard isWithout || current.kind == .modifier(.by) else { return nil }
        advance()
        return (try parseLabelList(), isWithout)
    }

    private mutating func makeAggregation(
        _ operation: AggregationOperator,
        _ arguments: [Expression],
        _ clause: (labels: [String], isWithout: Bool),
        _ position: PositionRange
    ) throws(ParseError) -> Expression {
        guard let body = arguments.last else {
            throw error("no arguments for aggregate expression provided", position)
        }
        let expected = operation.parameterType == nil ? 1 : 2
        if operation.isExperimental, !options.experimentalFunctions {
            let flag = "--enable-feature=promql-experimental-functions"
            throw error("\(operation.rawValue)() is experimental and must be enabled with \(flag)", position)
        }
        guard arguments.count == expected else {
            let message = "wrong number of arguments for aggregate expression provided"
            throw error("\(message), expected \(expected), got \(arguments.count)", position)
        }
        try grow(at: position)
        return .aggregation(
            Aggregation(
                operation: operation,
                expression: body,
                parameter: expected == 2 ? arguments[0] : nil,
                grouping: clause.labels,
                isWithout: clause.isWithout,
                position: position
            )
        )
    }

    /// Parses a list of labels in parentheses.
    mutating func parseLabelList() throws(ParseError) -> [String] {
        guard accept(.leftParenthesis) else { throw unexpected(("grouping opts", "\"(\"")) }
        var labels: [String] = []
        while !accept(.rightParenthesis) {
            let token = current
            if token.kind == .string {
                let label = StringLiteral(bytes: unquotedBytes(token), position: token.position)
                guard label.isLabelName else {
                    throw error("invalid label name for grouping: \(label.quoted)", token.position)
                }
                labels.append(label.value)
            } else if token.kind.isGroupingLabel {
                labels.append(source(token))
            } else {
                throw unexpected(("grouping opts", "label"))
            }
            advance()
            guard accept(.comma) || current.kind == .rightParenthesis else {
                throw unexpected(("grouping opts", "\",\" or \")\""))
            }
        }
        return labels
    }
}
