internal import Storage
internal import Synchronization

extension Head {
    /// Whether nothing of an atomic batch is stored, because something contradicts what is stored already.
    ///
    /// Refusals that only the batch itself is the reason of are taken out of the outcome.
    func isRefusedAsWhole(_ batch: borrowing SampleBatch, _ outcome: inout AppendOutcome) -> Bool {
        guard !outcome.refused.isEmpty || !outcome.refusedHistograms.isEmpty else { return false }
        let (references, timestamps, values) = (batch.references, batch.timestamps, batch.values)
        let histograms = batch.histograms
        let (refused, refusedHistograms) = (outcome.refused, outcome.refusedHistograms)
        let left = samples.withLock { samples in
            let floats = refused.filter { index, refusal in
                refusal == .unknownSeries
                    || samples.contradicts(references[index], timestamps[index], values[index].bitPattern)
            }
            let others = refusedHistograms.filter { index, refusal in
                switch refusal {
                case .outOfOrder, .duplicateTimestamp:
                    samples.contradicts(histograms[index].reference, histograms[index].timestamp, nil)
                default: true
                }
            }
            if !floats.isEmpty || !others.isEmpty {
                for reference in references where SeriesID(reference).index < samples.states.count {
                    samples.unmark(SeriesID(reference).index)
                }
            }
            return (floats, others)
        }
        (outcome.refused, outcome.refusedHistograms) = left
        return !left.0.isEmpty || !left.1.isEmpty
    }
}

extension SampleTable {
    /// Whether a sample does not fit to what is stored of its series; without bits it is a histogram that was refused.
    fileprivate func contradicts(_ reference: SeriesReference, _ timestamp: Int64, _ valueBits: UInt64?) -> Bool {
        let state = states[SeriesID(reference).index]
        let verdict = Self.verdict(
            timestamp,
            valueBits ?? ~state.lastValueBits,
            minValidTime: minValidTime(firstTime: timestamp),
            hasLast: state.hasSamples,
            lastTimestamp: state.lastTimestamp,
            lastValueBits: state.lastValueBits
        )
        if case .refused = verdict { return true }
        return state.endsInHistogram && timestamp == state.lastTimestamp
    }
}
