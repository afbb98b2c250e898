package import Storage
import PrometheusClient
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Evaluates queries on its own threads.
package final class QueryEngine: Sendable {
    package let options: QueryEngineOptions
    private let metrics: QueryMetrics?
    private let observers = QueryObservers()
    let slots: QuerySlots
    private let subqueryStep: Atomic<Int64>
    /// Threads that run queries, one each.
    private let runners: ThreadPool
    /// Threads that help queries over many series.
    private let helpers: ThreadPool?

    /// Starts no thread before the first query.
    package init(options: QueryEngineOptions, metrics: QueryMetrics? = nil) {
        self.options = options
        self.metrics = metrics
        let cores = options.threads > 0 ? options.threads : max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
        slots = QuerySlots(limit: options.maximumConcurrency)
        subqueryStep = Atomic(options.subqueryStepMilliseconds)
        // A query that has a slot has a thread; few of them are kept when they have nothing to do.
        runners = ThreadPool(limit: slots.limit, idleLimit: 2 * cores)
        helpers = cores > 1 ? ThreadPool(limit: cores - 1, idleLimit: cores - 1) : nil
        // Until queries are noted somewhere, nothing is known of them.
        metrics?.concurrentMaximum.set(-1)
    }

    /// Sets the step of subqueries that name none, for queries that start from now on.
    package func setSubqueryStep(milliseconds: Int64) { subqueryStep.store(milliseconds, ordering: .relaxed) }

    /// Writes every query that is executed from now on into a log; `nil` to stop that.
    package func setLog(_ log: QueryLog?) {
        observers.setLog(log)
        metrics?.logIsEnabled.set(log == nil ? 0 : 1)
    }

    /// Notes the queries that run from now on.
    package func setActiveLog(_ log: ActiveQueryLog) {
        observers.setActiveLog(log)
        metrics?.concurrentMaximum.set(options.maximumConcurrency)
    }

    /// Runs a query on the calling thread, unless it costs more than `budget`, and tells those who want to know.
    private static func observe(
        _ run: QueryRun,
        _ observers: QueryObservers,
        _ metrics: QueryMetrics?,
        since queued: ContinuousClock.Instant,
        within budget: Int,
        _ prepared: PreparedQuery? = nil
    ) -> QueryAttempt {
        let noted = observers.begin(run)
        defer { if let noted { noted.log.end(noted.slot) } }
        let attempt = run.attempt(queuedSince: queued, within: budget, prepared)
        if case .outcome(let outcome) = attempt, !observers.record(run, outcome) { metrics?.logFailures.increment() }
        return attempt
    }

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
        try await pending(expression, at: time, options: options, on: queryable).result()
    }

    /// A parsed query at one time, to be evaluated.
    package func pending(
        _ expression: Expression,
        at time: Int64,
        options: QueryOptions = QueryOptions(),
        on queryable: any Queryable
    ) -> PendingQuery {
        let run = run(expression, StepGrid(at: time), end: time, isRange: false, options, queryable)
        return PendingQuery(engine: self, run: run)
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
        try await pending(expression, start: start, end: end, step: step, options: options, on: queryable).result()
    }

    /// A parsed query at `start`, `start + step`, … up to `end`, in milliseconds, to be evaluated.
    package func pending(
        _ expression: Expression,
        start: Int64,
        end: Int64,
        step: Int64,
        options: QueryOptions = QueryOptions(),
        on queryable: any Queryable
    ) throws(PromQLError) -> PendingQuery {
        let grid = StepGrid(start: start, end: end, step: step)
        switch expression.valueType {
        case .vector, .scalar: break
        case let type:
            throw .parse(
                "invalid expression type \"\(type.documentedName)\" for range query, must be Scalar or instant Vector"
            )
        }
        return PendingQuery(engine: self, run: run(expression, grid, end: end, isRange: true, options, queryable))
    }

    /// Parses `query` with the engine's options.
    package func parse(_ query: String) throws(PromQLError) -> Expression {
        do throws(ParseError) {
            return try Expression.parse(query, options: options.parser)
        } catch {
            throw .parse(error.description)
        }
    }

    private func run(
        _ expression: Expression,
        _ grid: StepGrid,
        end: Int64,
        isRange: Bool,
        _ query: QueryOptions,
        _ queryable: any Queryable
    ) -> QueryRun {
        let timeout = min(query.timeoutMilliseconds ?? .max, options.timeoutMilliseconds)
        let lookback = query.lookbackMilliseconds.flatMap { $0 > 0 ? $0 : nil } ?? options.lookbackMilliseconds
        var query = query
        query.countsSteps = query.countsSteps && options.allowsStepStatistics
        let limits = QueryLimits(
            maximumSamples: options.maximumSamples,
            deadline: ContinuousClock.now.advanced(by: .milliseconds(timeout))
        )
        return QueryRun(
            expression: expression,
            grid: grid,
            end: end,
            isRange: isRange,
            lookbackMilliseconds: lookback,
            subqueryStepMilliseconds: subqueryStep.load(ordering: .relaxed),
            delaysNameRemoval: options.delaysNameRemoval,
            usesStartTimestamps: options.usesStartTimestamps,
            hasTypeLabels: options.hasTypeLabels,
            query: query,
            limits: limits,
            helpers: helpers,
            queryable: queryable
        )
    }

    /// Runs the query on one of the engine's threads when there is a slot for it; cancelling the task cancels the query.
    ///
    /// `prepared` is how far it has come already.
    func execute(
        _ run: QueryRun,
        _ prepared: PreparedQuery?,
        mayStream: Bool
    ) async throws(PromQLError) -> QueryReply {
        metrics?.queries.increment()
        defer { metrics?.queries.decrement() }
        let queued = ContinuousClock.now
        // A query that must wait looks for its series again afterwards, so that it keeps nobody from dropping old ones.
        let isFree = slots.acquireNow()
        if !isFree { try await slots.acquire(deadline: run.limits.deadline) }
        let known = isFree ? prepared : nil
        let run = run.queryable.asksOthers ? await run.gathering() : run
        let (runners, slots, observers, metrics) = (runners, slots, observers, metrics)
        let makeStream = streaming(run, mayStream)
        let reply = await withTaskCancellationHandler {
            await withCheckedContinuation { (continuation: CheckedContinuation<Reply, Never>) in
                runners.submit {
                    var known = known
                    if let stream = makeStream?(&known) {
                        slots.release()
                        return continuation.resume(returning: .stream(stream))
                    }
                    var outcome = QueryOutcome(answer: .failure(.canceled(stage: "query execution")))
                    // Without a budget there is always an outcome.
                    if case .outcome(let result) =
                        Self.observe(run, observers, metrics, since: queued, within: .max, known)
                    {
                        outcome = result
                    }
                    slots.release()
                    continuation.resume(returning: .outcome(outcome))
                }
            }
        } onCancel: {
            run.limits.cancel()
        }
        switch reply {
        case .stream(let stream): return .stream(stream)
        case .outcome(let outcome):
            metrics?.observe(outcome)
            return .result(try outcome.result())
        }
    }

    /// What a thread that ran a query hands back.
    private enum Reply: Sendable {
        case outcome(QueryOutcome)
        case stream(StreamedQuery)
    }

    /// Prepares the query and makes a stream of it if its answer is large and can be had in slices.
    private func streaming(
        _ run: QueryRun,
        _ mayStream: Bool
    ) -> (@Sendable (inout PreparedQuery?) -> StreamedQuery?)? {
        guard mayStream else { return nil }
        let (runners, observers, metrics) = (runners, observers, metrics)
        return { prepared in
            do throws(PromQLError) {
                try run.limits.check("query execution")
                prepared = if let prepared { prepared } else { try run.prepare(since: .now) }
            } catch {
                // Found again, and told, where the query is evaluated.
                return nil
            }
            guard let plan = prepared.flatMap({ StreamedPlan($0, run) }) else { return nil }
            let noted = observers.begin(run)
            return StreamedQuery(plan, run, runners, timeout: run.limits.deadline - .now) { outcome in
                if let noted { noted.log.end(noted.slot) }
                metrics?.observe(outcome)
                if !observers.record(run, outcome) { metrics?.logFailures.increment() }
            }
        }
    }

    /// Runs the query on the calling thread if there is a slot and if its series are few; `nil` if there is no slot.
    func evaluateHere(_ run: QueryRun) -> QueryAttempt? {
        guard slots.acquireNow() else { return nil }
        metrics?.queries.increment()
        defer {
            metrics?.queries.decrement()
            slots.release()
        }
        let attempt = Self.observe(run, observers, metrics, since: .now, within: Self.quickCost)
        if case .outcome(let outcome) = attempt { metrics?.observe(outcome) }
        return attempt
    }

    /// The cost up to which a query is evaluated where it came in: some hundreds of microseconds.
    private static let quickCost = 150_000
}
