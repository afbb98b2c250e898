internal import PrometheusClient
internal import Logging
internal import PromQL
internal import PrometheusModel
internal import Storage
internal import Synchronization

extension RuleGroup {
    /// Evaluates all rules in order at `slot`, each seeing the results of those before it.
    ///
    /// Between two rules it looks whether it is to stop, and then leaves the rest. Results are stored together up to the
    /// next rule that reads one of them: nobody else is promised to see them before the evaluation is over.
    package func evaluate(at slot: Int64, isStopping: () -> Bool = { false }) async {
        let start = context.clock.nowMilliseconds()
        let began = ContinuousClock.now
        let time = sampleTime(slot)
        var sampleCount = 0
        var ruleSeconds = 0.0
        var pending = PendingResults()
        for batch in context.slots == nil ? definition.rules.indices.map({ [$0] }) : dependencies.batches {
            guard !Task.isCancelled, !isStopping() else { return store(pending.take(), at: time) }
            let now = ContinuousClock.now
            if mustStore(pending, before: batch, now) { ruleSeconds += timedStore(pending.take(), at: time) }
            for (output, seconds) in await evaluate(batch, at: slot) {
                ruleSeconds += seconds
                guard let output else { continue }
                sampleCount += output.count
                pending.add(output, at: now)
            }
        }
        ruleSeconds += timedStore(pending.take(), at: time)
        markOrphansStale(at: time)
        let seconds = began.duration(to: .now) / .seconds(1)
        let needsRestoration = state.withLock { state in
            state.evaluationSeconds = seconds
            state.lastEvaluationNanoseconds = start * 1_000_000
            state.evaluationCount += 1
            return state.needsRestoration && state.evaluationCount >= 2
        }
        context.metrics.groupDuration.observe(seconds)
        metrics.iterations.increment()
        metrics.lastEvaluation.set(Double(start) / 1000)
        metrics.lastDuration.set(seconds)
        metrics.lastRuleDurationSum.set(ruleSeconds)
        metrics.lastSamples.set(sampleCount)
        if needsRestoration { restoreAlerts(at: slot) }
    }

    /// Whether results have to be stored before these rules are evaluated.
    private func mustStore(_ pending: PendingResults, before batch: [Int], _ now: ContinuousClock.Instant) -> Bool {
        guard !pending.outputs.isEmpty else { return false }
        return context.slots != nil || pending.isFull(at: now)
            || batch.contains { dependencies.reads($0, anyOf: pending.outputs.lazy.map(\.rule)) }
    }

    private func timedStore(_ outputs: [RuleOutput], at time: Int64) -> Double {
        let began = ContinuousClock.now
        store(outputs, at: time)
        return began.duration(to: .now) / .seconds(1)
    }

    /// Evaluates rules that do not depend on each other: in tasks of their own as far as there are slots.
    private func evaluate(_ batch: [Int], at slot: Int64) async -> [(output: RuleOutput?, seconds: Double)] {
        guard batch.count > 1, let slots = context.slots else { return [await evaluateRule(batch[0], at: slot)] }
        return await withTaskGroup(of: (output: RuleOutput?, seconds: Double).self) { tasks in
            var results: [(output: RuleOutput?, seconds: Double)] = []
            for i in batch where !Task.isCancelled {
                if slots.take() {
                    tasks.addTask {
                        defer { slots.giveBack() }
                        return await self.evaluateRule(i, at: slot)
                    }
                } else {
                    results.append(await evaluateRule(i, at: slot))
                }
            }
            for await other in tasks { results.append(other) }
            return results
        }
    }

    /// The time of a rule's query and samples.
    func sampleTime(_ slot: Int64) -> Int64 {
        slot - (definition.queryOffsetMilliseconds ?? state.withLock { $0.defaultQueryOffset })
    }

    private func evaluateRule(_ i: Int, at slot: Int64) async -> (output: RuleOutput?, seconds: Double) {
        let start = context.clock.nowMilliseconds()
        let began = ContinuousClock.now
        var rule = state.withLock { $0.rules[i] }
        metrics.evaluations.increment()
        var output: RuleOutput?
        do throws(RuleEvaluationError) {
            output = try await result(i, &rule, at: slot)
            rule.health = .ok
            rule.lastError = ""
        } catch {
            if error.isCancellation { return (nil, 0) }
            rule.health = .failed
            rule.lastError = error.description
            metrics.evaluationFailures.increment()
            log(.warning, "Evaluating rule failed", i, ["err": "\(error)"])
        }
        let seconds = began.duration(to: .now) / .seconds(1)
        rule.evaluationSeconds = seconds
        rule.lastEvaluationNanoseconds = start * 1_000_000
        context.metrics.evaluationDuration.observe(seconds)
        state.withLock { $0.rules[i] = rule }
        return (output, seconds)
    }

    /// Runs the rule's query and makes of its result the samples to store.
    private func result(
        _ i: Int,
        _ rule: inout RuleState,
        at slot: Int64
    ) async throws(RuleEvaluationError) -> RuleOutput {
        let definition = definition.rules[i]
        var vector: QueryVector
        do throws(PromQLError) {
            let query = RuleQuery(definition.expression, queries[i], at: sampleTime(slot), origin)
            switch try await context.query(query) {
            case .scalar(let timestamp, let value):
                vector = QueryVector(timestamp: timestamp)
                vector.append(Labels(), value)
            case .vector(let result): vector = result
            case .string, .matrix: throw .execution("rule result is not a vector or scalar")
            }
        } catch {
            throw RuleEvaluationError(error.description, isCancellation: error.kind == .canceled)
        }
        guard let alerting = alertingRules[i] else { return try recorded(i, vector, rule.series) }
        let result = RuleSample.all(vector)
        try await alerting.update(&rule.alerts, result, at: slot, limit: self.definition.limit, context)
        let due = alerting.alertsToSend(
            &rule.alerts,
            at: slot,
            interval: self.definition.intervalMilliseconds,
            resendDelay: context.limits.resendDelayMilliseconds
        )
        if !due.isEmpty { context.send(due) }
        let samples = rule.isRestored ? alerting.samples(&rule.alerts) : []
        // Alerts that go on are the same series in the same order.
        if samples.lazy.map(\.labels).elementsEqual(rule.series.labels) {
            return RuleOutput(i, repeating: rule.series, samples.map(\.value))
        }
        return RuleOutput(i, samples, inputs: [], after: rule.series)
    }

    private func recorded(
        _ i: Int,
        _ vector: QueryVector,
        _ previous: RuleSeries
    ) throws(RuleEvaluationError) -> RuleOutput {
        // What was checked last time need not be checked again.
        if !previous.inputs.isEmpty, vector.labels == previous.inputs {
            return RuleOutput(i, repeating: previous, vector.values, vector.histograms)
        }
        let rule = definition.rules[i]
        var seen: Set<Labels> = []
        let samples = RuleSample.all(vector).map { sample -> RuleSample in
            var builder = LabelsBuilder(sample.labels)
            builder.set(Label.metricName, rule.name)
            for label in rule.labels { builder.set(label.name, label.value) }
            return RuleSample(builder.labels(), sample.value, sample.histogram)
        }
        for sample in samples where !seen.insert(sample.labels).inserted {
            throw RuleEvaluationError("vector contains metrics with the same labelset after applying rule labels")
        }
        if definition.limit > 0, samples.count > definition.limit {
            throw RuleEvaluationError("exceeded limit of \(definition.limit) with \(samples.count) series")
        }
        return RuleOutput(i, samples, inputs: vector.labels, after: previous)
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

    func log(_ level: Logger.Level, _ message: Logger.Message, _ rule: Int?, _ details: Logger.Metadata) {
        var metadata: Logger.Metadata = ["file": "\(definition.file)", "group": "\(definition.name)"]
        if let rule {
            metadata["name"] = "\(definition.rules[rule].name)"
            metadata["index"] = "\(rule)"
            metadata["rule"] = "\(definition.rules[rule].text)"
        }
        context.logger.log(level: level, message, metadata: metadata.merging(details) { $1 })
    }
}
