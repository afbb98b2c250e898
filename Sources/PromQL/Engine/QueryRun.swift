import PrometheusModel
import Storage

/// One query on its way from tree to answer.
struct QueryRun: Sendable {
    let expression: Expression
    let grid: StepGrid
    /// The requested end, which may lie behind the last step.
    let end: Int64
    let isRange: Bool
    let lookbackMilliseconds: Int64
    let subqueryStepMilliseconds: Int64
    let delaysNameRemoval: Bool
    let usesStartTimestamps: Bool
    let hasTypeLabels: Bool
    let query: QueryOptions
    let limits: QueryLimits
    let helpers: ThreadPool?
    private(set) var queryable: any Queryable

    /// The query as it was asked.
    var text: String { query.text ?? expression.description }
    var origin: QueryOrigin? { query.origin }

    /// Evaluates on the calling thread, from where `prepared` has come to.
    ///
    /// Stops before the evaluation if the query turns out to cost more than `budget`.
    func attempt(
        queuedSince queued: ContinuousClock.Instant,
        within budget: Int = .max,
        _ prepared: PreparedQuery? = nil
    ) -> QueryAttempt {
        let began = ContinuousClock.now
        var outcome = QueryOutcome(answer: .failure(.canceled(stage: "query execution")))
        outcome.statistics.timings.execQueueTime = Self.seconds(queued, began)
        do throws(PromQLError) {
            try limits.check("query execution")
            let prepared = if let prepared { prepared } else { try prepare(since: began) }
            guard budget == .max || prepared.evaluation.cost <= budget else { return .tooExpensive(prepared) }
            outcome.answer = .success(try answer(&outcome, prepared))
        } catch {
            outcome.answer = .failure(error)
        }
        let finished = ContinuousClock.now
        outcome.statistics.timings.evalTotalTime = Self.seconds(began, finished)
        outcome.statistics.timings.execTotalTime = Self.seconds(queued, finished)
        return .outcome(outcome)
    }

    private func answer(
        _ outcome: inout QueryOutcome,
        _ query: PreparedQuery
    ) throws(PromQLError) -> QueryValue {
        let (root, evaluation) = (query.root, query.evaluation)
        let prepared = ContinuousClock.now
        outcome.statistics.timings.queryPreparationTime = query.preparationSeconds
        outcome.reached = .evaluation
        defer {
            outcome.annotations = evaluation.collectedAnnotations
            let timings = outcome.statistics.timings
            outcome.statistics = evaluation.statistics(grid)
            outcome.statistics.timings = timings
        }
        var value: QueryValue
        do throws(PromQLError) {
            value = try self.value(root, evaluation)
        } catch {
            outcome.statistics.timings.innerEvalTime = Self.seconds(prepared, .now)
            throw error
        }
        let evaluated = ContinuousClock.now
        outcome.statistics.timings.innerEvalTime = Self.seconds(prepared, evaluated)
        if value.sort() {
            outcome.statistics.timings.resultSortTime = Self.seconds(evaluated, .now)
            outcome.reached = .sorting
        }
        return value
    }

    /// The same query with what other machines have of its series.
    func gathering() async -> QueryRun {
        var planner = planner
        // What is wrong with the query is found again, and told, where it is evaluated.
        guard (try? planner.root(resolved(), step: isRange ? grid.step : 0)) != nil,
            let window = Self.window(of: planner.requests)
        else { return self }
        let questions = planner.requests.map { SelectionQuestion(matchers: $0.matchers, hints: $0.hints) }
        var run = self
        run.queryable = await queryable.gathering(questions, window, until: limits.deadline)
        return run
    }

    private var planner: Planner {
        Planner(
            queryStart: grid.start,
            queryEnd: end,
            lookback: lookbackMilliseconds,
            subqueryStep: subqueryStepMilliseconds,
            delaysNameRemoval: delaysNameRemoval,
            usesStartTimestamps: usesStartTimestamps
        )
    }

    /// Plans the query and selects its series.
    func prepare(since began: ContinuousClock.Instant) throws(PromQLError) -> PreparedQuery {
        var planner = planner
        planner.recorder = query.recorder
        let root = try planner.root(resolved(), step: isRange ? grid.step : 0)
        let selections = try select(planner.requests)
        query.recorder?.noteSelected(selections.map(\.count))
        let evaluation = Evaluation(
            selections: selections,
            lookbackMilliseconds: lookbackMilliseconds,
            delaysNameRemoval: delaysNameRemoval,
            usesStartTimestamps: usesStartTimestamps,
            hasTypeLabels: hasTypeLabels,
            isRange: isRange,
            limits: limits,
            helpers: helpers,
            cost: cost(planner.requests, selections),
            countsSteps: query.countsSteps
        )
        for selection in selections {
            for warning in selection.warnings { evaluation.annotate { $0.warn(warning, at: nil) } }
        }
        return PreparedQuery(
            root: root,
            evaluation: evaluation,
            preparationSeconds: Self.seconds(began, .now)
        )
    }

    /// The query with all durations calculated.
    private func resolved() throws(PromQLError) -> Expression {
        do throws(DurationExpressionError) {
            return try expression.resolvingDurations(
                stepMilliseconds: isRange ? grid.step : 0,
                rangeMilliseconds: end - grid.start
            )
        } catch {
            throw .parse(error.description)
        }
    }

    private static func seconds(_ from: ContinuousClock.Instant, _ to: ContinuousClock.Instant) -> Double {
        (to - from) / .seconds(1)
    }

    private func select(_ requests: [SelectionRequest]) throws(PromQLError) -> [any SeriesSelection] {
        guard let window = Self.window(of: requests) else { return [] }
        var selections: [any SeriesSelection] = []
        do throws(StorageError) {
            let querier = try queryable.querier(window)
            for request in requests {
                selections.append(try querier.select(request.matchers, hints: request.hints))
            }
        } catch {
            throw .storage(error)
        }
        return selections
    }

    /// The times that all requests look at together; `nil` if there are none.
    private static func window(of requests: [SelectionRequest]) -> ClosedRange<Int64>? {
        guard let first = requests.first else { return nil }
        var (low, high) = (first.window.lowerBound, first.window.upperBound)
        for request in requests {
            low = min(low, request.window.lowerBound)
            high = max(high, request.window.upperBound)
        }
        return low...high
    }

    /// The series of a plan whose value is a matrix, in the order in which they are evaluated.
    func series(_ root: PlanRoot, _ evaluation: Evaluation) throws(PromQLError) -> [QuerySeries] {
        guard case .matrix(let series) = try value(root, evaluation) else { return [] }
        return series
    }

    private func value(_ root: PlanRoot, _ evaluation: Evaluation) throws(PromQLError) -> QueryValue {
        switch root {
        case .string(let text): return .string(timestamp: grid.start, value: text)
        case .scalar(let node):
            let column = try node.column(evaluation, grid)
            guard isRange else { return .scalar(timestamp: grid.start, value: column[0]) }
            let times = (0..<grid.count).map { grid[$0] }
            let series = QuerySeries(labels: Labels(), timestamps: times, values: column.expanded(to: grid.count))
            return .matrix(grid.count > 0 ? [series] : [])
        case .vector(let node): return isRange ? try matrix(node, evaluation) : try vector(node, evaluation)
        case .range(let node):
            var result: [QuerySeries] = []
            try node.samples(evaluation, grid) { (labels, samples) throws(PromQLError) in
                result.append(QuerySeries(labels, samples))
            }
            return .matrix(result)
        }
    }

    /// The rows of the outermost node, their lost names removed.
    private func finalRows(
        _ node: any VectorNode,
        _ evaluation: Evaluation,
        _ sink: RowSink
    ) throws(PromQLError) {
        guard delaysNameRemoval else {
            return try node.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
                row.removeDroppedName()
                try sink(&row)
            }
        }
        var collection = RowCollection(.merge)
        try node.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            row.removeDroppedName()
            try collection.add(&row)
        }
        try collection.drain(sink)
    }

    private func vector(_ node: any VectorNode, _ evaluation: Evaluation) throws(PromQLError) -> QueryValue {
        var result = QueryVector(timestamp: grid.start)
        try finalRows(node, evaluation) { (row: inout SeriesRow) throws(PromQLError) in
            if let histogram = row.histograms[0] {
                try evaluation.limits.hold(1 + histogram.sizeBytes / 16)
                return result.append(row.labels, histogram)
            }
            guard let value = row.values.first, !value.isAbsent else { return }
            try evaluation.limits.hold(1)
            result.append(row.labels, value)
        }
        return .vector(result)
    }

    private func matrix(_ node: any VectorNode, _ evaluation: Evaluation) throws(PromQLError) -> QueryValue {
        var result: [QuerySeries] = []
        guard grid.count > 0 else { return .matrix([]) }
        // Shared by all series that have a value at each step.
        let times = (0..<grid.count).map { grid[$0] }
        try finalRows(node, evaluation) { (row: inout SeriesRow) throws(PromQLError) in
            let count = row.floatCount
            guard count > 0 || !row.histograms.isEmpty else { return }
            try evaluation.limits.hold(count + row.histograms.weight)
            guard count < grid.count else {
                let taken = row.take()
                return result.append(QuerySeries(labels: taken.labels, timestamps: times, values: taken.values))
            }
            var series = QuerySeries(labels: row.labels)
            series.timestamps.reserveCapacity(count)
            series.values.reserveCapacity(count)
            let values = row.values.span
            for step in 0..<values.count where !values[step].isAbsent {
                series.timestamps.append(times[step])
                series.values.append(values[step])
            }
            try row.histograms.forEach { (step, histogram) throws(PromQLError) in
                series.histogramTimestamps.append(times[step])
                series.histograms.append(histogram)
            }
            result.append(series)
        }
        return .matrix(result)
    }
}
