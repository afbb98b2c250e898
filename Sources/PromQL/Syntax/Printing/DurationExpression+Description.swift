extension DurationExpression: CustomStringConvertible {
    package var description: String {
        switch self {
        case .literal(let literal): literal.description
        case .step: "step()"
        case .range: "range()"
        case .negation(let operand, _): "-\(operand)"
        case .binary(let operation, let left, let right): "\(left) \(operation.rawValue) \(right)"
        case .least(let first, let second, _): "min_of(\(first), \(second))"
        case .greatest(let first, let second, _): "max_of(\(first), \(second))"
        case .parenthesized(let inner, _): "(\(inner))"
        }
    }
}
