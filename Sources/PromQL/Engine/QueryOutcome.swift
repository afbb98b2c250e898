/// What became of a query, and what it cost either way.
struct QueryOutcome: Sendable {
    /// The parts of a query's life that are measured, as far as it came.
    enum Slice: Int, Sendable {
        case queue
        case preparation
        case evaluation
        case sorting
    }

    var answer: Result<QueryValue, PromQLError>
    var annotations = Annotations()
    var statistics = QueryStatistics()
    /// The last part that the query came to.
    var reached = Slice.queue

    /// The answer with its costs.
    func result() throws(PromQLError) -> QueryResult {
        QueryResult(value: try answer.get(), annotations: annotations, statistics: statistics)
    }
}
