/// A PromQL expression: a node and, inside its payload, the nodes below it.
///
/// Equality compares positions too; compare printed forms to compare meaning.
package indirect enum Expression: Sendable, Hashable {
    case number(NumberLiteral)
    case string(StringLiteral)
    case vectorSelector(VectorSelector)
    case matrixSelector(MatrixSelector)
    case subquery(Subquery)
    case call(Call)
    case aggregation(Aggregation)
    case unary(Unary)
    case binary(Binary)
    case parenthesized(Parenthesized)

    /// Where the expression lies in the text it was parsed from.
    package var position: PositionRange {
        switch self {
        case .number(let node): node.position
        case .string(let node): node.position
        case .vectorSelector(let node): node.position
        case .matrixSelector(let node): node.position
        case .subquery(let node): node.position
        case .call(let node): node.position
        case .aggregation(let node): node.position
        case .unary(let node): node.position
        case .binary(let node): node.position
        case .parenthesized(let node): node.position
        }
    }

    /// What the expression evaluates to.
    /// - Complexity: O(depth) over unary, binary and parenthesised nodes.
    package var valueType: ValueType {
        switch self {
        case .number: .scalar
        case .string: .string
        case .vectorSelector, .aggregation: .vector
        case .matrixSelector, .subquery: .matrix
        case .call(let call): call.function.returnType
        case .unary(let unary): unary.operand.valueType
        case .parenthesized(let parenthesized): parenthesized.expression.valueType
        case .binary(let binary): binary.resultType
        }
    }

    /// The expression without the parentheses around it.
    package var withoutParentheses: Expression {
        var inner = self
        while case .parenthesized(let parenthesized) = inner { inner = parenthesized.expression }
        return inner
    }
}
