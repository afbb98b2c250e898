import Storage
import Synchronization

/// The answer of a query in slices, each evaluated when it is asked for: what is held does not grow with the answer.
///
/// The series come in the order of their labels. Series that are looked at keep old samples from being dropped, so
/// whoever takes too long gets the rest at once.
package final class StreamedQuery: Sendable {
    /// How long slices are evaluated one by one.
    private static let longestHold = Duration.seconds(30)

    private struct State: Sendable {
        /// Is let go when everything is evaluated.
        var plan: StreamedPlan?
        var position = 0
        /// What was evaluated and not asked for yet.
        var rest: [QuerySeries] = []
        var spent = Duration.zero
        var annotations: Annotations
        var statistics = QueryStatistics()
    }

    private let run: QueryRun
    private let runners: ThreadPool
    private let timeout: Duration
    private let limits: QueryLimits
    private let began = ContinuousClock.now
    private let onEnd: @Sendable (QueryOutcome) -> Void
    private let isOver = Atomic<Bool>(false)
    private let state: Mutex<State>

    /// `onEnd` is told once what became of the query.
    init(
        _ plan: StreamedPlan,
        _ run: QueryRun,
        _ runners: ThreadPool,
        timeout: Duration,
        onEnd: @escaping @Sendable (QueryOutcome) -> Void
    ) {
        self.run = run
        self.runners = runners
        self.timeout = timeout
        self.onEnd = onEnd
        // Waiting for the client takes none of the query's time, so it is counted here.
        limits = QueryLimits(maximumSamples: run.limits.maximumSamples, deadline: .now + .seconds(86_400))
        state = Mutex(State(plan: plan, annotations: plan.query.evaluation.collectedAnnotations))
    }

    deinit { end(.failure(.canceled(stage: "expression evaluation"))) }

    /// The next slice, or what `make` makes of it; `nil` at the end.
    package func next<Piece: Sendable>(
        _ make: @escaping @Sendable ([QuerySeries]) -> Piece
    ) async throws(PromQLError) -> Piece? {
        let outcome: Result<Piece?, PromQLError> = await withCheckedContinuation { continuation in
            runners.submit { [self] in
                do throws(PromQLError) {
                    continuation.resume(returning: .success(try nextSlice().map(make)))
                } catch {
                    end(.failure(error))
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try outcome.get()
    }

    /// The annotations and the costs; whole at the end.
    package var remarks: (annotations: Annotations, statistics: QueryStatistics) {
        state.withLock { ($0.annotations, $0.statistics) }
    }

    private func nextSlice() throws(PromQLError) -> [QuerySeries]? {
        while true {
            guard let (plan, position) = state.withLock({ state in state.plan.map { ($0, state.position) } }) else {
                let rest = state.withLock { state -> [QuerySeries] in
                    let taken = state.rest.prefix(64)
                    state.rest.removeFirst(taken.count)
                    return Array(taken)
                }
                if !rest.isEmpty { return rest }
                end(.success(.matrix([])))
                return nil
            }
            let isLate = ContinuousClock.now - began > Self.longestHold
            let last = isLate ? plan.order.count : min(position + plan.seriesPerSlice, plan.order.count)
            let series = try evaluate(plan, position..<last)
            if isLate {
                state.withLock { $0.rest = series }
            } else if !series.isEmpty {
                return series
            }
        }
    }

    private func evaluate(_ plan: StreamedPlan, _ range: Range<Int>) throws(PromQLError) -> [QuerySeries] {
        let start = ContinuousClock.now
        let whole = plan.query.evaluation
        let slice = SelectionSlice(selection: whole.selections[0], positions: Array(plan.order[range]))
        let evaluation = Evaluation(
            selections: [slice],
            lookbackMilliseconds: whole.lookbackMilliseconds,
            delaysNameRemoval: false,
            usesStartTimestamps: whole.usesStartTimestamps,
            hasTypeLabels: whole.hasTypeLabels,
            isRange: whole.isRange,
            limits: limits,
            helpers: nil
        )
        let series = try run.series(plan.query.root, evaluation)
        let spent = state.withLock { state in
            state.position = range.upperBound
            if range.upperBound == plan.order.count { state.plan = nil }
            state.spent += ContinuousClock.now - start
            state.annotations.merge(evaluation.collectedAnnotations)
            let found = evaluation.statistics
            state.statistics.totalQueryableSamples += found.totalQueryableSamples
            state.statistics.samplesRead += found.samplesRead
            state.statistics.peakSamples = found.peakSamples
            state.statistics.timings.queryPreparationTime = plan.query.preparationSeconds
            state.statistics.timings.innerEvalTime = state.spent / .seconds(1)
            state.statistics.timings.evalTotalTime = plan.query.preparationSeconds + state.spent / .seconds(1)
            state.statistics.timings.execTotalTime = state.statistics.timings.evalTotalTime
            return state.spent
        }
        guard spent <= timeout else { throw .timeout(stage: "expression evaluation") }
        return series
    }

    /// Tells once what became of the query.
    private func end(_ answer: Result<QueryValue, PromQLError>) {
        guard !isOver.exchange(true, ordering: .relaxed) else { return }
        var outcome = QueryOutcome(answer: answer)
        (outcome.annotations, outcome.statistics) = remarks
        outcome.reached = .evaluation
        onEnd(outcome)
    }
}
