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
    package func evaluate(at slot: Int64, isStopping: () -> Bool = { false }) async {
        let start = context.clock.nowMilliseconds()
        let began = ContinuousClock.now
        var sampleCount = 0
        var ruleSeconds = 0.0
        for batch in context.slots == nil ? definition.rules.indices.map({ [$0] }) : dependencies.batches {
            guard !Task.isCancelled, !isStopping() else { return }
            let (count, seconds) = await evaluate(batch, at: slot)
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

    /// Evaluates rules that do not depend on each other: in tasks of their own as far as there are slots.
    private func evaluate(_ batch: [Int], at slot: Int64) async -> (count: Int, seconds: Double) {
        guard batch.count > 1, let slots = context.slots else { return await evaluateRule(batch[0], at: slot) }
        return await withTaskGroup(of: (count: Int, seconds: Double).self) { tasks in
            var sum = (count: 0, seconds: 0.0)
            for i in batch where !Task.isCancelled {
                if slots.take() {
                    tasks.addTask {
                        defer { slots.giveBack() }
                        return await self.evaluateRule(i, at: slot)
                    }
                } else {
                    let own = await evaluateRule(i, at: slot)
                    sum = (sum.count + own.count, sum.seconds + own.seconds)
                }
            }
            for await other in tasks { sum = (sum.count + other.count, sum.seconds + other.seconds) }
            return sum
        }
    }

    /// The time of a rule's query and samples.
    func sampleTime(_ slot: Int64) -> Int64 {
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
    ) async throws(RuleEvaluationError) -> [RuleSample] {
        let definition = definition.rules[i]
        let result: [RuleSample]
        do throws(PromQLError) {
            switch try await context.query(definition.expression, sampleTime(slot)) {
            case .scalar(_, let value): result = [RuleSample(Labels(), value)]
            case .vector(let vector): result = RuleSample.all(vector)
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
        _ result: [RuleSample]
    ) throws(RuleEvaluationError) -> [RuleSample] {
        var seen: Set<Labels> = []
        let samples = result.map { sample -> RuleSample in
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
        return samples
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
