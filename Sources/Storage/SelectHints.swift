/// What a query will do with the series it selects; a store may use it to read less, never to answer differently.
package struct SelectHints: Sendable, Hashable {
    package var startMilliseconds: Int64
    package var endMilliseconds: Int64
    /// The step of the query, or of the innermost subquery; 0 for instant queries.
    package var stepMilliseconds: Int64 = 0
    /// The range of a range selector; 0 for instant selectors.
    package var rangeMilliseconds: Int64 = 0
    /// The nearest enclosing function or aggregation, empty if there is none.
    package var function = ""
    /// The labels of the directly enclosing aggregation's `by` or `without`.
    package var grouping: [String] = []
    package var isGroupingBy = false
    /// Whether the newest sample of each series in a window that is read is all that is looked at, and no start of it.
    package var needsNewestOnly = false

    package init(startMilliseconds: Int64, endMilliseconds: Int64) {
        self.startMilliseconds = startMilliseconds
        self.endMilliseconds = endMilliseconds
    }
}
