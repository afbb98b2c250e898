/// Two expressions with an operator between them.
package struct Binary: Sendable, Hashable {
    package var operation: BinaryOperator
    package var left: Expression
    package var right: Expression
    /// Whether a comparison answers 0 or 1 instead of filtering (`bool`).
    package var returnsBool: Bool
    /// How elements find their counterparts; `nil` unless both sides are instant vectors.
    package var matching: VectorMatching?
    package var position: PositionRange
    /// Where the operator stands; errors about it point there.
    package var operatorPosition: PositionRange

    /// Scalar if both sides are scalar, else an instant vector.
    package let resultType: ValueType

    package init(
        operation: BinaryOperator,
        left: Expression,
        right: Expression,
        returnsBool: Bool,
        matching: VectorMatching?,
        position: PositionRange,
        operatorPosition: PositionRange
    ) {
        self.operation = operation
        self.left = left
        self.right = right
        self.returnsBool = returnsBool
        self.matching = matching
        self.position = position
        self.operatorPosition = operatorPosition
        resultType = left.valueType == .scalar && right.valueType == .scalar ? .scalar : .vector
    }
}
