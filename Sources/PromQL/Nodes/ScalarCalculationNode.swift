/// Scalars that are calculated from one or two others, step by step.
enum ScalarCalculationNode: ScalarNode {
    case negation(any ScalarNode)
    case binary(BinaryOperator, any ScalarNode, any ScalarNode)
    case greatest(any ScalarNode, any ScalarNode)
    case least(any ScalarNode, any ScalarNode)

    func column(_ evaluation: Evaluation, _ grid: StepGrid) throws(PromQLError) -> ScalarColumn {
        switch self {
        case .negation(let operand): return try operand.column(evaluation, grid).map { -$0 }
        case .greatest(let first, let second):
            return try combine(first, second, evaluation, grid, FloatArithmetic.greater)
        case .least(let first, let second):
            return try combine(first, second, evaluation, grid, FloatArithmetic.lesser)
        case .binary(let operation, let left, let right):
            guard operation != .trimUpper, operation != .trimLower else {
                throw .execution("operator \"\(operation.rawValue)\" not allowed for Scalar operations")
            }
            return try combine(left, right, evaluation, grid) { first, second in
                operation.isComparison
                    ? FloatArithmetic.compare(operation, first, second) ? 1 : 0
                    : FloatArithmetic.calculate(operation, first, second)
            }
        }
    }

    private func combine(
        _ left: any ScalarNode,
        _ right: any ScalarNode,
        _ evaluation: Evaluation,
        _ grid: StepGrid,
        _ calculate: (Double, Double) -> Double
    ) throws(PromQLError) -> ScalarColumn {
        let (first, second) = (try left.column(evaluation, grid), try right.column(evaluation, grid))
        if case .constant(let a) = first, case .constant(let b) = second { return .constant(calculate(a, b)) }
        return .column((0..<grid.count).map { calculate(first[$0], second[$0]) })
    }
}
