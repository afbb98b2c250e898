extension Expression {
    /// The expression with every duration expression replaced by its value in a query.
    ///
    /// After that, ranges, steps and offsets are in the millisecond fields. The query's step is 0 for an instant query;
    /// its range goes from its first to its last step. Cheap where there is nothing to replace.
    package func resolvingDurations(
        stepMilliseconds: Int64,
        rangeMilliseconds: Int64
    ) throws(DurationExpressionError) -> Expression {
        guard hasDurationExpression else { return self }
        let resolver = DurationResolver(
            step: Double(stepMilliseconds) / 1000,
            range: Double(rangeMilliseconds) / 1000
        )
        return try resolver.resolve(self)
    }

    /// Whether a duration in the expression has to be calculated before a query can run.
    package var hasDurationExpression: Bool {
        switch self {
        case .vectorSelector(let node): node.shift.offsetExpression != nil
        case .matrixSelector(let node): node.rangeExpression != nil || node.selector.shift.offsetExpression != nil
        case .subquery(let node):
            node.rangeExpression != nil || node.stepExpression != nil || node.shift.offsetExpression != nil
                || node.expression.hasDurationExpression
        default: children.contains { $0.hasDurationExpression }
        }
    }
}
