/// The `offset` and `@` of a selector or subquery.
package struct TimeShift: Sendable, Hashable {
    /// What `offset` subtracts from the evaluation time; negative looks into the future.
    package var offsetMilliseconds: Int64 = 0
    /// The offset as a duration expression, until `Expression.resolvingDurations` has calculated it.
    package var offsetExpression: DurationExpression?
    package var at: AtModifier = .none

    package init() {}
}
