/// Replaces the duration expressions of a query by their values.
struct DurationResolver {
    /// In seconds.
    let step: Double
    /// In seconds.
    let range: Double

    func resolve(_ expression: Expression) throws(DurationExpressionError) -> Expression {
        switch expression {
        case .number, .string: return expression
        case .vectorSelector(let node): return .vectorSelector(try resolve(node))
        case .matrixSelector(var node):
            node.selector = try resolve(node.selector)
            if let range = try positive(node.rangeExpression) { node.rangeMilliseconds = range }
            node.rangeExpression = nil
            return .matrixSelector(node)
        case .subquery(var node):
            node.expression = try resolve(node.expression)
            if let range = try positive(node.rangeExpression) { node.rangeMilliseconds = range }
            if let step = try positive(node.stepExpression) { node.stepMilliseconds = step }
            node.rangeExpression = nil
            node.stepExpression = nil
            node.shift = try resolve(node.shift)
            return .subquery(node)
        case .call(var node):
            for i in node.arguments.indices { node.arguments[i] = try resolve(node.arguments[i]) }
            return .call(node)
        case .aggregation(var node):
            node.expression = try resolve(node.expression)
            if let parameter = node.parameter { node.parameter = try resolve(parameter) }
            return .aggregation(node)
        case .unary(var node):
            node.operand = try resolve(node.operand)
            return .unary(node)
        case .binary(var node):
            node.left = try resolve(node.left)
            node.right = try resolve(node.right)
            return .binary(node)
        case .parenthesized(var node):
            node.expression = try resolve(node.expression)
            return .parenthesized(node)
        }
    }

    private func resolve(_ selector: VectorSelector) throws(DurationExpressionError) -> VectorSelector {
        var selector = selector
        selector.shift = try resolve(selector.shift)
        return selector
    }

    private func resolve(_ shift: TimeShift) throws(DurationExpressionError) -> TimeShift {
        guard let expression = shift.offsetExpression else { return shift }
        var shift = shift
        shift.offsetMilliseconds = try expression.milliseconds(step: step, range: range, mustBePositive: false)
        shift.offsetExpression = nil
        return shift
    }

    private func positive(_ expression: DurationExpression?) throws(DurationExpressionError) -> Int64? {
        guard let expression else { return nil }
        return try expression.milliseconds(step: step, range: range, mustBePositive: true)
    }
}
