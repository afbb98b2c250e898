internal import PrometheusClient
internal import Logging
internal import PromQL
internal import PrometheusModel
internal import Storage
internal import Synchronization

extension RuleGroup {
    /// Evaluates all rules in order at `slot`, each seeing the results of those before it.
    ///
    /// Between two rules it looks whether it is to stop, and then leaves the rest.
    func evaluate(at slot: Int64, isStopping: () -> Bool = { false }) async {
        let start = context.clock.nowMilliseconds()
        let began = ContinuousClock.now
        var sampleCount = 0
        var ruleSeconds = 0.0
        for i in definition.rules.indices {
            guard !Task.isCancelled, !isStopping() else { return }
            let (count, seconds) = await evaluateRule(i, at: slot)
            sampleCount += count
            ruleSeconds += seconds
        }
        markOrphansStale(at: slot)
        let seconds = began.duration(to: .now) / .seconds(1)
        let needsRestoration = state.withLock { state in
            state.evaluationSeconds = seconds
            state.lastEvaluationNanoseconds = start * 1_000_000
            state.evaluationCount += 1
            return state.needsRestoration && state.evaluationCount >= 2
        }
        let (metrics, key) = (context.metrics, definition.key)
        metrics.groupDuration.observe(seconds)
        metrics.iterations[key].increment()
        metrics.lastEvaluation[key].set(Double(start) / 1000)
        metrics.lastDuration[key].set(seconds)
        metrics.lastRuleDurationSum[key].set(ruleSeconds)
        metrics.lastSamples[key].set(sampleCount)
        if needsRestoration { restoreAlerts(at: slot) }
    }

    /// The time of a rule's query and samples.
    private func sampleTime(_ slot: Int64) -> Int64 {
        slot - (definition.queryOffsetMilliseconds ?? state.withLock { $0.defaultQueryOffset })
    }

    private func evaluateRule(_ i: Int, at slot: Int64) async -> (count: Int, seconds: Double) {
        let start = context.clock.nowMilliseconds()
        let began = ContinuousClock.now
        var rule = state.withLock { $0.rules[i] }
        context.metrics.evaluations[definition.key].increment()
        var count = 0
        do throws(RuleEvaluationError) {
            let samples = try await samples(i, &rule, at: slot)
            count = samples.count
            rule.health = .ok
            rule.lastError = ""
            try store(samples, &rule, at: sampleTime(slot))
        } catch {
            if error.isCancellation { return (0, 0) }
            rule.health = .failed
            rule.lastError = error.description
            context.metrics.evaluationFailures[definition.key].increment()
            log(.warning, "Evaluating rule failed", i, ["err": "\(error)"])
        }
        let seconds = began.duration(to: .now) / .seconds(1)
        rule.evaluationSeconds = seconds
        rule.lastEvaluationNanoseconds = start * 1_000_000
        context.metrics.evaluationDuration.observe(seconds)
        state.withLock { $0.rules[i] = rule }
        return (count, seconds)
    }

    /// Runs the rule's query and makes of its result the samples to store.
    private func samples(
        _ i: Int,
        _ rule: inout RuleState,
        at slot: Int64
    ) async throws(RuleEvaluationError) -> [(labels: Labels, value: Double)] {
        let definition = definition.rules[i]
        let result: [(labels: Labels, value: Double)]
        do throws(PromQLError) {
            switch try await context.query(definition.expression, sampleTime(slot)) {
            case .scalar(_, let value): result = [(Labels(), value)]
            case .vector(let vector): result = zip(vector.labels, vector.values).map { ($0, $1) }
            case .string, .matrix: throw .execution("rule result is not a vector or scalar")
            }
        } catch {
            throw RuleEvaluationError(error.description, isCancellation: error.kind == .canceled)
        }
        guard let alerting = alertingRules[i] else { return try recorded(definition, result) }
        try await alerting.update(&rule.alerts, result, at: slot, limit: self.definition.limit, context)
        let due = alerting.alertsToSend(
            &rule.alerts,
            at: slot,
            interval: self.definition.intervalMilliseconds,
            resendDelay: context.limits.resendDelayMilliseconds
        )
        if !due.isEmpty { context.send(due) }
        return rule.isRestored ? alerting.samples(rule.alerts) : []
    }

    private func recorded(
        _ rule: RuleDefinition,
        _ result: [(labels: Labels, value: Double)]
    ) throws(RuleEvaluationError) -> [(labels: Labels, value: Double)] {
        var seen: Set<Labels> = []
        let samples = result.map { sample -> (labels: Labels, value: Double) in
            var builder = LabelsBuilder(sample.labels)
            builder.set(Label.metricName, rule.name)
            for label in rule.labels { builder.set(label.name, label.value) }
            return (builder.labels(), sample.value)
        }
        for sample in samples where !seen.insert(sample.labels).inserted {
            throw RuleEvaluationError("vector contains metrics with the same labelset after applying rule labels")
        }
        if definition.limit > 0, samples.count > definition.limit {
            throw RuleEvaluationError("exceeded limit of \(definition.limit) with \(samples.count) series")
        }
        return samples
    }

    // MARK: Storing

    /// Stores samples, and stale markers for the series that the rule gave before and does not give now.
    private func store(
        _ samples: [(labels: Labels, value: Double)],
        _ rule: inout RuleState,
        at time: Int64
    ) throws(RuleEvaluationError) {
        var values = samples
        let current = Set(samples.map(\.labels))
        for labels in rule.series.keys where !current.contains(labels) { values.append((labels, StaleMarker.value)) }
        do throws(StorageError) {
            let (references, refused) = try append(values, rule.series, at: time)
            let dropped = refused.filter { $0.index < samples.count }
            rule.series = Dictionary(zip(samples.map(\.labels), references), uniquingKeysWith: { first, _ in first })
            // Only what was stored can end.
            for sample in dropped { rule.series[samples[sample.index].labels] = nil }
            report(dropped, &rule)
        } catch {
            throw RuleEvaluationError(error.description)
        }
    }

    /// Commits samples; series that the store has forgotten are resolved again.
    private func append(
        _ samples: [(labels: Labels, value: Double)],
        _ known: [Labels: SeriesReference],
        at time: Int64
    ) throws(StorageError) -> ([SeriesReference], [(index: Int, refusal: AppendOutcome.Refusal)]) {
        guard !samples.isEmpty else { return ([], []) }
        var references = samples.map { known[$0.labels] }
        let missing = references.indices.filter { references[$0] == nil }
        for (i, resolved) in zip(missing, try context.store.resolve(missing.map { samples[$0].labels })) {
            references[i] = resolved.reference
        }
        var outcome = try commit(samples, references, Array(samples.indices), at: time)
        let forgotten = outcome.filter { $0.refusal == .unknownSeries }.map(\.index)
        if !forgotten.isEmpty {
            for (i, resolved) in zip(forgotten, try context.store.resolve(forgotten.map { samples[$0].labels })) {
                references[i] = resolved.reference
            }
            outcome.removeAll { $0.refusal == .unknownSeries }
            outcome += try commit(samples, references, forgotten, at: time)
        }
        return (references.compactMap { $0 }, outcome)
    }

    private func commit(
        _ samples: [(labels: Labels, value: Double)],
        _ references: [SeriesReference?],
        _ indices: [Int],
        at time: Int64
    ) throws(StorageError) -> [(index: Int, refusal: AppendOutcome.Refusal)] {
        var batch = SampleBatch()
        for i in indices {
            guard let reference = references[i] else { continue }
            batch.append(reference, time, samples[i].value)
        }
        return try context.store.commit(batch).refused.map { (indices[$0.index], $0.refusal) }
    }

    private func report(_ dropped: [(index: Int, refusal: AppendOutcome.Refusal)], _ rule: inout RuleState) {
        let texts: [(AppendOutcome.Refusal, String, String)] = [
            (.outOfOrder, "Error on ingesting out-of-order result from rule evaluation", "out of order sample"),
            (.outOfBounds, "Error on ingesting too old result from rule evaluation", "out of bounds"),
            (
                .duplicateTimestamp,
                "Error on ingesting results from rule evaluation with different value but same timestamp",
                "duplicate sample for timestamp"
            ),
        ]
        for (refusal, message, reason) in texts {
            let count = dropped.count { $0.refusal == refusal }
            guard count > 0 else { continue }
            rule.health = .failed
            rule.lastError = reason
            log(.warning, "\(message)", nil, ["num_dropped": "\(count)"])
        }
    }

    private func markOrphansStale(at slot: Int64) {
        let orphans = state.withLock { state in
            defer { state.orphans = [:] }
            return state.orphans
        }
        writeStaleMarkers(orphans, at: sampleTime(slot))
    }

    /// Ends all series that the group has given, because it was removed.
    func endAllSeries(at slot: Int64) {
        let series = state.withLock { state in
            state.rules.reduce(into: state.orphans) { $0.merge($1.series) { first, _ in first } }
        }
        writeStaleMarkers(series, at: sampleTime(slot))
    }

    private func writeStaleMarkers(_ series: [Labels: SeriesReference], at time: Int64) {
        do throws(StorageError) {
            _ = try append(series.keys.map { ($0, StaleMarker.value) }, series, at: time)
        } catch {
            log(.warning, "Stale sample appending for previous configuration failed", nil, ["err": "\(error)"])
        }
    }

    // MARK: Restoration

    private func restoreAlerts(at slot: Int64) {
        let began = ContinuousClock.now
        for (i, rule) in definition.rules.enumerated() where rule.kind == .alerting {
            var alerts = state.withLock { $0.rules[i].alerts }
            if rule.holdMilliseconds >= context.limits.gracePeriodMilliseconds {
                let restoration = AlertRestoration(
                    definition: rule,
                    limits: context.limits,
                    queryable: context.queryable
                )
                do throws(StorageError) {
                    try restoration.restore(&alerts, at: slot)
                } catch {
                    log(.error, "Failed to restore 'for' state", i, ["err": "\(error)"])
                }
            }
            state.withLock { state in
                state.rules[i].alerts = alerts
                state.rules[i].isRestored = true
            }
        }
        state.withLock { $0.needsRestoration = false }
        context.metrics.lastRestoreDuration[definition.key].set(began.duration(to: .now) / .seconds(1))
    }

    private func log(_ level: Logger.Level, _ message: Logger.Message, _ rule: Int?, _ details: Logger.Metadata) {
        var metadata: Logger.Metadata = ["file": "\(definition.file)", "group": "\(definition.name)"]
        if let rule {
            metadata["name"] = "\(definition.rules[rule].name)"
            metadata["index"] = "\(rule)"
            metadata["rule"] = "\(definition.rules[rule].text)"
        }
        context.logger.log(level: level, message, metadata: metadata.merging(details) { $1 })
    }
}
