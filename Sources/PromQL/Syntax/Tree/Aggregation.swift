/// `topk by (job) (5, x)`: an aggregation of the elements of an instant vector, in groups.
package struct Aggregation: Sendable, Hashable {
    package var operation: AggregationOperator
    package var expression: Expression
    /// The first argument of the operators that take two.
    package var parameter: Expression?
    /// The labels of `by` or `without`.
    package var grouping: [String]
    /// Whether the labels of `grouping` are those that are dropped.
    package var isWithout: Bool
    package var position: PositionRange

    package init(
        operation: AggregationOperator,
        expression: Expression,
        parameter: Expression?,
        grouping: [String],
        isWithout: Bool,
        position: PositionRange
    ) {
        self.operation = operation
        self.expression = expression
        self.parameter = parameter
        self.grouping = grouping
        self.isWithout = isWithout
        self.position = position
    }
}
