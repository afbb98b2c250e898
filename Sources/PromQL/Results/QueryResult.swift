/// The answer to a query, with what the user should know about it.
package struct QueryResult: Sendable {
    package var value: QueryValue
    package var annotations: Annotations
    package var statistics: QueryStatistics

    package init(value: QueryValue, annotations: Annotations = Annotations(), statistics: QueryStatistics = .init()) {
        self.value = value
        self.annotations = annotations
        self.statistics = statistics
    }
}
