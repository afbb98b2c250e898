/// A query that is planned and has its series, but is not evaluated yet.
struct PreparedQuery: Sendable {
    let root: PlanRoot
    let evaluation: Evaluation
    /// How long it took to get here.
    let preparationSeconds: Double
}
