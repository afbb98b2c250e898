/// A query that can be evaluated: at once where that is certain to be quick, otherwise on the engine's threads.
package struct PendingQuery: Sendable {
    let engine: QueryEngine
    let run: QueryRun

    /// Evaluates on the calling thread if that takes less time than another thread would take to notice; `nil`, having
    /// done nothing but looking for the series, if it may take longer.
    package func immediateResult() throws(PromQLError) -> QueryResult? {
        guard run.mayBeQuick, let outcome = engine.evaluateHere(run) else { return nil }
        return try outcome.result()
    }

    /// Evaluates on one of the engine's threads when there is a slot for it; cancelling the task cancels the query.
    package func result() async throws(PromQLError) -> QueryResult { try await engine.execute(run) }
}
