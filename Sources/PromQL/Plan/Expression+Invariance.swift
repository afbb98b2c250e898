extension Expression {
    /// Functions whose value depends on the step even if their arguments do not.
    private static let stepDependent: Set<String> = [
        "day_of_month", "day_of_week", "day_of_year", "days_in_month", "hour", "minute", "month", "year",
        "predict_linear", "time", "timestamp",
    ]

    /// Whether the value is the same at all steps of a query.
    var isStepInvariant: Bool {
        switch self {
        case .number, .string: true
        case .vectorSelector(let selector): selector.shift.at != .none
        case .matrixSelector(let matrix): matrix.selector.shift.at != .none
        case .subquery(let subquery): subquery.shift.at != .none
        case .parenthesized(let inner): inner.expression.isStepInvariant
        case .unary(let unary): unary.operand.isStepInvariant
        case .binary(let binary): binary.left.isStepInvariant && binary.right.isStepInvariant
        case .aggregation(let aggregation): aggregation.expression.isStepInvariant
        case .call(let call):
            !Self.stepDependent.contains(call.function.name) && call.arguments.allSatisfy(\.isStepInvariant)
        }
    }
}
