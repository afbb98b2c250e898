/// `expression[1h:5m]`: an instant vector evaluated at the steps of a window.
package struct Subquery: Sendable, Hashable {
    package var expression: Expression
    package var rangeMilliseconds: Int64
    /// The range as a duration expression, until `Expression.resolvingDurations` has calculated it.
    package var rangeExpression: DurationExpression?
    /// The distance of the steps; `nil` is the global evaluation interval.
    package var stepMilliseconds: Int64?
    /// The step as a duration expression, until `Expression.resolvingDurations` has calculated it.
    package var stepExpression: DurationExpression?
    package var shift = TimeShift()
    package var position: PositionRange

    package init(
        expression: Expression,
        rangeMilliseconds: Int64,
        stepMilliseconds: Int64?,
        position: PositionRange
    ) {
        self.expression = expression
        self.rangeMilliseconds = rangeMilliseconds
        self.stepMilliseconds = stepMilliseconds
        self.position = position
    }
}
