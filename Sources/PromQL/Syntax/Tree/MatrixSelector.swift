/// `http_requests_total[5m]`: the samples of a window of each series that a vector selector selects.
package struct MatrixSelector: Sendable, Hashable {
    /// What is selected; `offset`, `@`, `anchored` and `smoothed` written after the brackets are here.
    package var selector: VectorSelector
    package var rangeMilliseconds: Int64
    /// The range as a duration expression, until `Expression.resolvingDurations` has calculated it.
    package var rangeExpression: DurationExpression?
    package var position: PositionRange

    package init(selector: VectorSelector, rangeMilliseconds: Int64, position: PositionRange) {
        self.selector = selector
        self.rangeMilliseconds = rangeMilliseconds
        self.position = position
    }
}
