internal import Logging
internal import PrometheusClient
internal import PrometheusModel
internal import Storage
internal import Synchronization

extension RuleGroup {
    /// A sample that the store did not take: of which output, where in it, and why.
    private struct Refused {
        var output: Int
        var position: Int
        var refusal: AppendOutcome.Refusal
    }

    /// Stores results of rules at once, and remembers which series they gave.
    func store(_ results: [RuleOutput], at time: Int64) {
        guard !results.isEmpty else { return }
        var outputs = results
        do throws(StorageError) {
            let refused = try append(&outputs, at: time)
            for (index, output) in outputs.enumerated() {
                // What cannot be ended any more is no failure.
                let dropped = refused.filter { $0.output == index && $0.position < output.count }
                // Only what was stored can end.
                let lasting = output.lasting(without: dropped.map(\.position).sorted())
                state.withLock { $0.rules[output.rule].series = lasting }
                if !dropped.isEmpty { report(dropped, output.rule) }
            }
        } catch {
            for output in outputs {
                state.withLock { state in
                    state.rules[output.rule].health = .failed
                    state.rules[output.rule].lastError = error.description
                }
                metrics.evaluationFailures.increment()
                log(.warning, "Evaluating rule failed", output.rule, ["err": "\(error)"])
            }
        }
    }

    /// Commits samples; series that the store has forgotten are resolved again.
    private func append(_ outputs: inout [RuleOutput], at time: Int64) throws(StorageError) -> [Refused] {
        let missing = outputs.indices.flatMap { output in outputs[output].unresolved.map { (output, $0) } }
        try resolve(missing, &outputs)
        var refused = try commit(outputs, at: time) { _, _ in true }
        let forgotten = Set(refused.filter { $0.refusal == .unknownSeries }.map { [$0.output, $0.position] })
        if !forgotten.isEmpty {
            try resolve(forgotten.map { ($0[0], $0[1]) }, &outputs)
            refused.removeAll { $0.refusal == .unknownSeries }
            refused += try commit(outputs, at: time) { forgotten.contains([$0, $1]) }
        }
        return refused
    }

    private func resolve(
        _ places: [(output: Int, position: Int)],
        _ outputs: inout [RuleOutput]
    ) throws(StorageError) {
        guard !places.isEmpty else { return }
        let found = try context.store.resolve(places.map { outputs[$0.output].series.labels[$0.position] })
        for (place, resolved) in zip(places, found) {
            outputs[place.output].series.references[place.position] = resolved.reference
        }
    }

    /// Commits those samples of the outputs for which `isMeant` holds.
    private func commit(
        _ outputs: [RuleOutput],
        at time: Int64,
        _ isMeant: (_ output: Int, _ position: Int) -> Bool
    ) throws(StorageError) -> [Refused] {
        var batch = SampleBatch()
        batch.refusesLate = true
        var (floats, histograms): ([(Int32, Int32)], [(Int32, Int32)]) = ([], [])
        for (index, output) in outputs.enumerated() {
            for (position, reference) in output.series.references.enumerated() where isMeant(index, position) {
                if !output.histograms.isEmpty, let histogram = output.histograms[position] {
                    batch.histograms.append(HistogramSample(reference, timestamp: time, .float(histogram)))
                    histograms.append((Int32(index), Int32(position)))
                } else {
                    batch.append(reference, time, output.values[position])
                    floats.append((Int32(index), Int32(position)))
                }
            }
        }
        guard !batch.isEmpty else { return [] }
        let outcome = try context.store.commit(batch)
        func refused(_ place: (Int32, Int32), _ refusal: AppendOutcome.Refusal) -> Refused {
            Refused(output: Int(place.0), position: Int(place.1), refusal: refusal)
        }
        return outcome.refused.map { refused(floats[$0.index], $0.refusal) }
            + outcome.refusedHistograms.map { refused(histograms[$0.index], $0.refusal) }
    }

    private func report(_ dropped: [Refused], _ rule: Int) {
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
            state.withLock { state in
                state.rules[rule].health = .failed
                state.rules[rule].lastError = reason
            }
            log(.warning, "\(message)", nil, ["num_dropped": "\(count)"])
        }
    }

    // MARK: Series that end

    func markOrphansStale(at time: Int64) {
        let orphans = state.withLock { state in
            defer { state.orphans = [:] }
            return state.orphans
        }
        writeStaleMarkers(orphans, at: time)
    }

    /// Ends all series that the group has given, because it was removed.
    func endAllSeries(at slot: Int64) {
        let series = state.withLock { state in
            state.rules.reduce(into: state.orphans) { $0.merge($1.series.byLabels) { first, _ in first } }
        }
        writeStaleMarkers(series, at: sampleTime(slot))
    }

    private func writeStaleMarkers(_ series: [Labels: SeriesReference], at time: Int64) {
        guard !series.isEmpty else { return }
        let known = RuleSeries(labels: Array(series.keys), references: Array(series.values))
        var outputs = [RuleOutput(0, [], inputs: [], after: known)]
        do throws(StorageError) {
            _ = try append(&outputs, at: time)
        } catch {
            log(.warning, "Stale sample appending for previous configuration failed", nil, ["err": "\(error)"])
        }
    }
}
