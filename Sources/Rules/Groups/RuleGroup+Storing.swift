internal import Logging
internal import PrometheusModel
internal import Storage
internal import Synchronization

extension RuleGroup {
    /// Stores samples, and stale markers for the series that the rule gave before and does not give now.
    func store(
        _ samples: [RuleSample],
        _ rule: inout RuleState,
        at time: Int64
    ) throws(RuleEvaluationError) {
        var values = samples
        let current = Set(samples.map(\.labels))
        for labels in rule.series.keys where !current.contains(labels) {
            values.append(RuleSample(labels, StaleMarker.value))
        }
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
        _ samples: [RuleSample],
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
        _ samples: [RuleSample],
        _ references: [SeriesReference?],
        _ indices: [Int],
        at time: Int64
    ) throws(StorageError) -> [(index: Int, refusal: AppendOutcome.Refusal)] {
        var batch = SampleBatch()
        batch.refusesLate = true
        var (floats, histograms): ([Int], [Int]) = ([], [])
        for i in indices {
            guard let reference = references[i] else { continue }
            if let histogram = samples[i].histogram {
                batch.histograms.append(HistogramSample(reference, timestamp: time, .float(histogram)))
                histograms.append(i)
            } else {
                batch.append(reference, time, samples[i].value)
                floats.append(i)
            }
        }
        let outcome = try context.store.commit(batch)
        return outcome.refused.map { (floats[$0.index], $0.refusal) }
            + outcome.refusedHistograms.map { (histograms[$0.index], $0.refusal) }
    }

    private func report(_ dropped: [(index: Int, refusal: AppendOutcome.Refusal)], _ rule: inout RuleState) {
        let texts: [(AppendOutcome.Refusal, String, String)] = [
            (.outOfOrder, "Error on ingesting out-of-order result from rule evaluation", "out of order sample"),
            (.outOfBounds, "Error on ingesting too old result from rule evaluation", "out of bounds"),
            (.tooOld, "Error on ingesting too old result from rule evaluation", "too old sample"),
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

    func markOrphansStale(at slot: Int64) {
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
            _ = try append(series.keys.map { RuleSample($0, StaleMarker.value) }, series, at: time)
        } catch {
            log(.warning, "Stale sample appending for previous configuration failed", nil, ["err": "\(error)"])
        }
    }
}
