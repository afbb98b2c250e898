internal import Chunks
internal import PrometheusModel
package import Storage
internal import Synchronization

extension AgentStorage {
    package func commit(_ batch: borrowing SampleBatch) throws(StorageError) -> AppendOutcome {
        let given = copy batch
        let window = options.outOfOrderWindowMilliseconds
        return try state.withLock { state throws(StorageError) in
            guard state.log != nil else { throw .closed }
            var outcome = AppendOutcome()
            let floats = state.floats(of: given, window, &outcome)
            let histograms = state.histograms(of: given, window, &outcome)
            let exemplars = state.exemplars(of: given, &outcome)
            state.records.removeAll()
            if !floats.references.isEmpty {
                state.records.appendSamples(
                    references: floats.references.span,
                    timestamps: floats.timestamps.span,
                    values: floats.values.span
                )
            }
            state.records.appendHistograms(histograms, startTimestamps: false)
            state.records.appendExemplars(exemplars)
            if !state.records.isEmpty { try state.log?.log(state.records) }
            state.note(floats.references, floats.timestamps, histograms, exemplars)
            return outcome
        }
    }
}

extension AgentState {
    /// The floats of a batch that are taken.
    fileprivate mutating func floats(
        of batch: SampleBatch,
        _ window: Int64,
        _ outcome: inout AppendOutcome
    ) -> (references: [UInt64], timestamps: [Int64], values: [Double]) {
        var (references, timestamps, values): ([UInt64], [Int64], [Double]) = ([], [], [])
        for index in batch.references.indices {
            let reference = batch.references[index].rawValue
            if let refusal = refusal(reference, batch.timestamps[index], window) {
                outcome.refused.append((index, refusal))
                continue
            }
            references.append(reference)
            timestamps.append(batch.timestamps[index])
            values.append(batch.values[index])
        }
        return (references, timestamps, values)
    }

    /// The histograms of a batch that are taken.
    fileprivate mutating func histograms(
        of batch: SampleBatch,
        _ window: Int64,
        _ outcome: inout AppendOutcome
    ) -> [WALHistogram] {
        var kept: [WALHistogram] = []
        for (index, sample) in batch.histograms.enumerated() {
            let histogram = sample.histogram.withKnownSchema ?? sample.histogram
            if let failure = HistogramValidation.failure(of: histogram) {
                outcome.refusedHistograms.append((index, .invalidHistogram(failure)))
            } else if let refusal = refusal(sample.reference.rawValue, sample.timestamp, window) {
                outcome.refusedHistograms.append((index, refusal))
            } else {
                kept.append(WALHistogram(sample.reference.rawValue, sample.timestamp, histogram))
            }
        }
        return kept
    }

    /// The exemplars of a batch that are taken; each is compared with the newest of its series only.
    fileprivate func exemplars(of batch: SampleBatch, _ outcome: inout AppendOutcome) -> [WALExemplar] {
        var kept: [WALExemplar] = []
        var newest: [UInt64: Exemplar] = [:]
        for (index, sample) in batch.exemplars.enumerated() {
            let reference = sample.reference.rawValue
            guard let series = series[reference] else {
                outcome.refusedExemplars.append((index, .unknownSeries))
                continue
            }
            // A ring of one exemplar is the newest of its series.
            var ring = ExemplarRing(capacity: 2)
            if let last = newest[reference] ?? series.lastExemplar {
                _ = ring.append(last, of: series.labels, window: 0)
            }
            switch ring.verdict(on: sample.exemplar, of: series.labels, window: 0) {
            case .accepted:
                newest[reference] = sample.exemplar
                kept.append(WALExemplar(reference, sample.exemplar))
            case .dropped, .disabled: break
            case .outOfOrder: outcome.refusedExemplars.append((index, .exemplarOutOfOrder))
            case .labelsTooLong: outcome.refusedExemplars.append((index, .exemplarLabelsTooLong))
            }
        }
        return kept
    }

    /// Remembers what has been logged.
    fileprivate mutating func note(
        _ references: [UInt64],
        _ timestamps: [Int64],
        _ histograms: [WALHistogram],
        _ exemplars: [WALExemplar]
    ) {
        for (reference, time) in zip(references, timestamps) { note(reference, time) }
        for sample in histograms { note(sample.reference, sample.timestamp) }
        for sample in exemplars { series[sample.reference]?.lastExemplar = sample.exemplar }
        statistics.samplesAppended += references.count
        statistics.histogramsAppended += histograms.count
        statistics.exemplarsAppended += exemplars.count
    }

    /// The newest sample of a series may be of `time`.
    mutating func note(_ reference: UInt64, _ time: Int64) {
        guard let position = series.index(forKey: reference) else { return }
        if series.values[position].lastTimestamp < time { series.values[position].lastTimestamp = time }
    }

    /// Why a sample is not taken: of a series that is not known, or too far behind the newest one.
    private mutating func refusal(_ reference: UInt64, _ time: Int64, _ window: Int64) -> AppendOutcome.Refusal? {
        guard let last = series[reference]?.lastTimestamp else { return .unknownSeries }
        let (oldest, overflow) = last.subtractingReportingOverflow(window)
        guard last > .min, time <= (overflow ? .min : oldest) else { return nil }
        statistics.outOfOrderSamples += 1
        return .outOfOrder
    }
}
