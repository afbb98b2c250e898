/// An expression in parentheses.
package struct Parenthesized: Sendable, Hashable {
    package var expression: Expression
    package var position: PositionRange

    package init(expression: Expression, position: PositionRange) {
        self.expression = expression
        self.position = position
    }
}
