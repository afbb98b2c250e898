/// A duration that is calculated before a query runs: `[step() * 4]`, `offset (1h + 5m)`.
package indirect enum DurationExpression: Sendable, Hashable {
    case literal(NumberLiteral)
    /// `step()`.
    case step(PositionRange)
    /// `range()`.
    case range(PositionRange)
    case negation(DurationExpression, PositionRange)
    case binary(Operator, DurationExpression, DurationExpression)
    /// `min_of(a, b)`.
    case least(DurationExpression, DurationExpression, PositionRange)
    /// `max_of(a, b)`.
    case greatest(DurationExpression, DurationExpression, PositionRange)
    case parenthesized(DurationExpression, PositionRange)

    /// The operators between durations.
    package enum Operator: String, Sendable, Hashable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case modulo = "%"
        case power = "^"
    }

    /// The number itself if the expression is one in parentheses, which mean nothing there.
    var withoutParenthesesAroundNumber: DurationExpression {
        var inner = self
        while case .parenthesized(let next, _) = inner { inner = next }
        if case .literal = inner { return inner }
        return self
    }

    /// Where the expression lies in the query's text.
    package var position: PositionRange {
        switch self {
        case .literal(let literal): literal.position
        case .step(let position), .range(let position), .negation(_, let position), .parenthesized(_, let position),
            .least(_, _, let position), .greatest(_, _, let position):
            position
        case .binary(_, let left, let right): PositionRange(start: left.position.start, end: right.position.end)
        }
    }
}
