/// What came of evaluating a query where it came in.
enum QueryAttempt: Sendable {
    case outcome(QueryOutcome)
    /// It costs more than it may there, and goes on from here elsewhere.
    case tooExpensive(PreparedQuery)
}
