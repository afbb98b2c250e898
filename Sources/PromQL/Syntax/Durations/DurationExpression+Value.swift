#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension DurationExpression {
    /// The value in seconds, for a query with this step (0 for an instant query) and this range from its first to its
    /// last step, both in seconds.
    package func value(step: Double, range: Double) throws(DurationExpressionError) -> Double {
        switch self {
        case .literal(let literal): return literal.value
        case .step: return step
        case .range: return range
        case .negation(let operand, _): return -(try operand.value(step: step, range: range))
        case .parenthesized(let inner, _): return try inner.value(step: step, range: range)
        case .least(let first, let second, _):
            return min(try first.value(step: step, range: range), try second.value(step: step, range: range))
        case .greatest(let first, let second, _):
            return max(try first.value(step: step, range: range), try second.value(step: step, range: range))
        case .binary(let operation, let left, let right):
            return try calculate(
                operation,
                try left.value(step: step, range: range),
                try right.value(step: step, range: range)
            )
        }
    }

    private func calculate(
        _ operation: Operator,
        _ left: Double,
        _ right: Double
    ) throws(DurationExpressionError) -> Double {
        switch operation {
        case .add: return left + right
        case .subtract: return left - right
        case .multiply: return left * right
        case .power: return pow(left, right)
        case .divide:
            guard right != 0 else { throw DurationExpressionError(message: "division by zero", position: position) }
            return left / right
        case .modulo:
            guard right != 0 else { throw DurationExpressionError(message: "modulo by zero", position: position) }
            return fmod(left, right)
        }
    }

    /// The value in whole milliseconds; ranges and steps must be positive, an offset may be anything.
    func milliseconds(
        step: Double,
        range: Double,
        mustBePositive: Bool
    ) throws(DurationExpressionError) -> Int64 {
        let seconds = try value(step: step, range: range)
        guard seconds.isFinite else {
            throw DurationExpressionError(message: "duration is NaN or infinite", position: position)
        }
        if mustBePositive, seconds <= 0 {
            throw DurationExpressionError(message: "duration must be greater than 0", position: position)
        }
        guard seconds.magnitude <= 9_223_372_036.854775807 else {
            throw DurationExpressionError(message: "duration is out of range", position: position)
        }
        return Int64(seconds * 1000)
    }
}
