internal import Chunks
internal import PrometheusModel
internal import Storage
internal import Synchronization

extension Head {
    /// Decides about everything of a batch but its floats; `nil` if nothing of it is stored.
    ///
    /// The floats have been decided about: `writer` knows those that are skipped.
    func check(
        extrasOf batch: borrowing SampleBatch,
        _ writer: borrowing HeadWriter,
        _ outcome: inout AppendOutcome
    ) -> BatchExtras? {
        var extras = BatchExtras()
        if !batch.histograms.isEmpty {
            (extras.histograms, extras.lateHistograms) = check(
                histogramsOf: batch,
                writer.skipped,
                keepsStarts: writer.features.storesStartTimestamps,
                &outcome
            )
        }
        if !batch.exemplars.isEmpty { extras.exemplars = check(batch.exemplars, &outcome) }
        if !batch.metadata.isEmpty, writer.features.logsMetadata {
            extras.metadata = batch.metadata.filter { entry in
                isKnown(entry.reference) && writer.metadata[SeriesID(entry.reference)] != entry.metadata
            }
        }
        return extras.isEmpty ? nil : extras
    }

    /// Keeps what has been logged and is not a sample.
    func store(_ extras: BatchExtras, _ writer: inout HeadWriter) {
        for kept in extras.exemplars { _ = exemplars.append(kept.exemplar, of: kept.labels) }
        for kept in extras.metadata { writer.metadata[SeriesID(kept.reference)] = kept.metadata }
    }

    private func check(
        histogramsOf batch: borrowing SampleBatch,
        _ skippedFloats: [Int],
        keepsStarts: Bool,
        _ outcome: inout AppendOutcome
    ) -> (inOrder: [BatchExtras.KeptHistogram], late: [BatchExtras.KeptHistogram]) {
        let given = batch.histograms
        var (kept, late): ([BatchExtras.KeptHistogram], [BatchExtras.KeptHistogram]) = ([], [])
        var newest = BatchNewest(batch.references, batch.timestamps, skippedFloats)
        var refused = outcome.refusedHistograms
        samples.withLock { samples in
            let firstTime = batch.timestamps.first ?? given.first?.timestamp ?? 0
            let minValidTime = samples.minValidTime(firstTime: firstTime)
            for (index, sample) in given.enumerated() {
                let histogram = sample.histogram.withKnownSchema ?? sample.histogram
                if let failure = HistogramValidation.failure(of: histogram) {
                    refused.append((index, .invalidHistogram(failure)))
                    continue
                }
                let start = keepsStarts ? sample.startTimestamp : 0
                let timed = TimedHistogram(sample.timestamp, histogram, startTimestamp: start)
                var verdict = samples.verdict(on: timed, of: sample.reference, newest, minValidTime)
                if case .refused(let refusal) = verdict, refusal == .outOfOrder || refusal == .outOfBounds {
                    verdict = samples.lateVerdict(sample.timestamp, otherwise: refusal, isHistogram: true)
                }
                switch verdict {
                case .late: late.append(BatchExtras.KeptHistogram(reference: sample.reference, sample: timed))
                case .accepted:
                    newest.note(sample.reference, sample.timestamp, histogram)
                    kept.append(BatchExtras.KeptHistogram(reference: sample.reference, sample: timed))
                case .dropped: break
                case .refused(let refusal):
                    samples.countRefusedHistogram(refusal)
                    refused.append((index, refusal))
                }
            }
        }
        outcome.refusedHistograms = refused
        return (kept, late)
    }

    private func check(
        _ given: [ExemplarSample],
        _ outcome: inout AppendOutcome
    ) -> [BatchExtras.KeptExemplar] {
        var kept: [BatchExtras.KeptExemplar] = []
        for (index, sample) in given.enumerated() {
            guard isKnown(sample.reference) else {
                outcome.refusedExemplars.append((index, .unknownSeries))
                continue
            }
            let labels = self.index.withReadLock { $0.labelSet(of: SeriesID(sample.reference)) }
            switch exemplars.verdict(on: sample.exemplar, of: labels) {
            case .accepted:
                kept.append(
                    BatchExtras.KeptExemplar(reference: sample.reference, labels: labels, exemplar: sample.exemplar)
                )
            case .dropped, .disabled: break
            case .outOfOrder: outcome.refusedExemplars.append((index, .exemplarOutOfOrder))
            case .labelsTooLong: outcome.refusedExemplars.append((index, .exemplarLabelsTooLong))
            }
        }
        return kept
    }

    private func isKnown(_ reference: SeriesReference) -> Bool {
        let series = SeriesID(reference).index
        return samples.withReadLock { samples in
            series < samples.states.count && samples.states[series].isNamed(by: reference)
        }
    }
}
