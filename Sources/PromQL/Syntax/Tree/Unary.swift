/// A sign before an expression.
package struct Unary: Sendable, Hashable {
    /// Whether the sign is minus.
    package var isNegation: Bool
    package var operand: Expression
    package var position: PositionRange

    package init(isNegation: Bool, operand: Expression, position: PositionRange) {
        self.isNegation = isNegation
        self.operand = operand
        self.position = position
    }
}
