/// A binary operator over two columns of values, or a column and a scalar.
struct BinaryKernel: Sendable {
    /// What a result is where the operator is a comparison.
    enum Comparison: Sendable {
        /// The left value where the comparison holds, else absent.
        case keepsLeft
        /// The right value where the comparison holds, else absent.
        case keepsRight
        /// 1 where it holds, else 0.
        case isBool
    }

    let operation: BinaryOperator
    let comparison: Comparison

    /// Replaces `left` by the results; absent where one side is absent.
    func apply(_ left: inout [Double], _ right: [Double]) {
        precondition(left.count == right.count, "both sides have the same steps")
        let other = right.span
        Self.combine(operation, comparison, &left) { other[$0] }
    }

    /// Replaces `values` by the results with a scalar on the right.
    func apply(_ values: inout [Double], scalar: ScalarColumn) {
        switch scalar {
        case .constant(let constant): Self.combine(operation, comparison, &values) { _ in constant }
        case .column(let column): apply(&values, column)
        }
    }

    /// Replaces `values` by the results with a scalar on the left.
    func apply(scalar: ScalarColumn, _ values: inout [Double]) {
        var left = scalar.expanded(to: values.count)
        apply(&left, values)
        values = left
    }

    @inline(__always)
    private static func combine(
        _ operation: BinaryOperator,
        _ comparison: Comparison,
        _ left: inout [Double],
        _ right: (Int) -> Double
    ) {
        switch operation {
        case .add: calculate(&left, right) { $0 + $1 }
        case .subtract: calculate(&left, right) { $0 - $1 }
        case .multiply: calculate(&left, right) { $0 * $1 }
        case .divide: calculate(&left, right) { $0 / $1 }
        case .modulo, .power, .atan2: calculate(&left, right) { FloatArithmetic.calculate(operation, $0, $1) }
        case .equal: compare(&left, right, comparison) { $0 == $1 }
        case .notEqual: compare(&left, right, comparison) { $0 != $1 }
        case .less: compare(&left, right, comparison) { $0 < $1 }
        case .lessOrEqual: compare(&left, right, comparison) { $0 <= $1 }
        case .greater: compare(&left, right, comparison) { $0 > $1 }
        case .greaterOrEqual: compare(&left, right, comparison) { $0 >= $1 }
        // Trimming is for native histograms: between numbers there is no result.
        case .trimUpper, .trimLower, .and, .or, .unless:
            for i in left.indices { left[i] = .absent }
        }
    }

    @inline(__always)
    private static func calculate(
        _ left: inout [Double],
        _ right: (Int) -> Double,
        _ operation: (Double, Double) -> Double
    ) {
        var result = left.mutableSpan
        for i in 0..<result.count {
            let (first, second) = (result[i], right(i))
            result[i] = first.isAbsent || second.isAbsent ? .absent : operation(first, second)
        }
    }

    @inline(__always)
    private static func compare(
        _ left: inout [Double],
        _ right: (Int) -> Double,
        _ comparison: Comparison,
        _ holds: (Double, Double) -> Bool
    ) {
        var result = left.mutableSpan
        for i in 0..<result.count {
            let (first, second) = (result[i], right(i))
            if first.isAbsent || second.isAbsent {
                result[i] = .absent
                continue
            }
            let isTrue = holds(first, second)
            switch comparison {
            case .isBool: result[i] = isTrue ? 1 : 0
            case .keepsLeft: result[i] = isTrue ? first : .absent
            case .keepsRight: result[i] = isTrue ? second : .absent
            }
        }
    }
}
