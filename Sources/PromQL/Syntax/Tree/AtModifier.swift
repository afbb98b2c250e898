/// The fixed time of a selector or subquery: what follows `@`.
package enum AtModifier: Sendable, Hashable {
    case none
    case timestamp(milliseconds: Int64)
    /// `@ start()`: the first evaluation time of the query.
    case start
    /// `@ end()`: the last evaluation time of the query.
    case end
}
