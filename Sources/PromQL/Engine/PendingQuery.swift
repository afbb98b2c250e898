/// A query that can be evaluated: at once where that is certain to be quick, otherwise on the engine's threads.
package struct PendingQuery: Sendable {
    let engine: QueryEngine
    let run: QueryRun
    /// How far it has come, if it was tried where it came in.
    private var prepared: PreparedQuery?

    init(engine: QueryEngine, run: QueryRun) {
        self.engine = engine
        self.run = run
    }

    /// Evaluates on the calling thread if that takes less time than another thread would take to notice; `nil`, having
    /// done nothing but looking for the series, if it may take longer.
    package mutating func immediateResult() throws(PromQLError) -> QueryResult? {
        guard run.mayBeQuick, let attempt = engine.evaluateHere(run) else { return nil }
        switch attempt {
        case .outcome(let outcome): return try outcome.result()
        case .tooExpensive(let query):
            prepared = query
            return nil
        }
    }

    /// Evaluates on one of the engine's threads when there is a slot for it; cancelling the task cancels the query.
    package func result() async throws(PromQLError) -> QueryResult {
        guard case .result(let result) = try await engine.execute(run, prepared, mayStream: false) else {
            throw .execution("a stream that nobody asked for")
        }
        return result
    }

    /// The same, or the series of a large answer a few at a time.
    package func reply() async throws(PromQLError) -> QueryReply {
        try await engine.execute(run, prepared, mayStream: true)
    }
}
