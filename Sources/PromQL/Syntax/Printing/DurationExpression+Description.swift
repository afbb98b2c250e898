extension DurationExpression: CustomStringConvertible {
    package var description: String {
        switch self {
        case .literal(let literal): literal.description
        case .step: "step()"
        case .range: "range()"
        case .negation(let operand, _): "-\(operand)"
        case .binary(.power, let left, let right) where left.isNegativeNumberInParentheses:
            // Without its parentheses the sign would be that of the power.
            "(\(left)) ^ \(right)"
        case .binary(let operation, let left, let right): "\(left) \(operation.rawValue) \(right)"
        case .least(let first, let second, _): "min_of(\(first), \(second))"
        case .greatest(let first, let second, _): "max_of(\(first), \(second))"
        // Upstream keeps the parentheses of everything but numbers.
        case .parenthesized(let inner, _):
            if case .literal(let literal) = withoutParenthesesAroundNumber { literal.description } else { "(\(inner))" }
        }
    }

    private var isNegativeNumberInParentheses: Bool {
        guard case .parenthesized = self, case .literal(let literal) = withoutParenthesesAroundNumber else {
            return false
        }
        return literal.value < 0
    }
}
