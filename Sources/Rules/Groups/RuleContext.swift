package import Logging
package import PromQL
package import PrometheusModel
package import Storage

/// What rules work with: the query engine, the store, the way to the Alertmanagers, the clock.
package struct RuleContext: Sendable {
    /// Evaluates a query.
    package typealias Query = @Sendable (RuleQuery) async throws(PromQLError) -> QueryValue

    package let query: Query
    package let queryable: any Queryable
    package let store: any SampleStore
    /// Takes alerts that are to be sent; must not block.
    package let send: @Sendable ([RuleAlert]) -> Void
    package let externalURL: String
    package let metrics: RuleMetrics
    package let logger: Logger
    package var limits = RuleLimits()
    /// The gated parts of the language that queries in templates may use.
    package var parser = ParserOptions()
    /// Where rules of a group may be evaluated side by side: `--enable-feature=concurrent-rule-eval`.
    package var slots: EvaluationSlots?
    package var clock = WallClock.system
    /// Waits for so many milliseconds; throws when the task is cancelled.
    package var sleep: @Sendable (Int64) async throws -> Void = { try await Task.sleep(for: .milliseconds($0)) }

    package init(
        query: @escaping Query,
        queryable: any Queryable,
        store: any SampleStore,
        send: @escaping @Sendable ([RuleAlert]) -> Void,
        externalURL: String,
        metrics: RuleMetrics,
        logger: Logger
    ) {
        self.query = query
        self.queryable = queryable
        self.store = store
        self.send = send
        self.externalURL = externalURL
        self.metrics = metrics
        self.logger = logger
    }
}
