package import Storage

/// Evaluates queries on its own threads.
package final class QueryEngine: Sendable {
    package let options: QueryEngineOptions

    package init(options: QueryEngineOptions) { self.options = options }

    /// Parses `query` and evaluates it at one time, in milliseconds since the Unix epoch.
    package func instant(
        _ query: String,
        at time: Int64,
        options: QueryOptions = QueryOptions(),
        on queryable: any Queryable
    ) async throws(PromQLError) -> QueryResult {
        try await instant(parse(query), at: time, options: options, on: queryable)
    }

    /// Evaluates a parsed query at one time, in milliseconds since the Unix epoch.
    package func instant(
        _ expression: Expression,
        at time: Int64,
        options: QueryOptions = QueryOptions(),
        on queryable: any Queryable
    ) async throws(PromQLError) -> QueryResult {
        throw .execution("not evaluated yet")
    }

    /// Parses `query` and evaluates it at `start`, `start + step`, … up to `end`, in milliseconds.
    package func range(
        _ query: String,
        start: Int64,
        end: Int64,
        step: Int64,
        options: QueryOptions = QueryOptions(),
        on queryable: any Queryable
    ) async throws(PromQLError) -> QueryResult {
        try await range(parse(query), start: start, end: end, step: step, options: options, on: queryable)
    }

    /// Evaluates a parsed query at `start`, `start + step`, … up to `end`, in milliseconds.
    package func range(
        _ expression: Expression,
        start: Int64,
        end: Int64,
        step: Int64,
        options: QueryOptions = QueryOptions(),
        on queryable: any Queryable
    ) async throws(PromQLError) -> QueryResult {
        throw .execution("not evaluated yet")
    }

    private func parse(_ query: String) throws(PromQLError) -> Expression {
        do throws(ParseError) {
            return try Expression.parse(query, options: options.parser)
        } catch {
            throw .parse(error.description)
        }
    }
}
