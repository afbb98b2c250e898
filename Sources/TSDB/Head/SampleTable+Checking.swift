internal import PrometheusModel
internal import Storage

extension SampleTable {
    /// What is to become of a sample.
    enum Verdict {
        case accepted
        /// The newest sample again: neither stored nor refused.
        case dropped
        /// Not in order, but kept.
        case late
        case refused(AppendOutcome.Refusal)
    }

    /// Whether a series takes a sample after one of `lastTimestamp` and `lastValueBits` (tsdb-behaviour.md, section 3).
    @inline(__always)
    static func verdict(
        _ timestamp: Int64,
        _ valueBits: UInt64,
        minValidTime: Int64,
        hasLast: Bool,
        lastTimestamp: Int64,
        lastValueBits: UInt64
    ) -> Verdict {
        if timestamp < minValidTime { return .refused(.outOfBounds) }
        if !hasLast || timestamp > lastTimestamp { return .accepted }
        guard timestamp == lastTimestamp else { return .refused(.outOfOrder) }
        return valueBits == lastValueBits ? .dropped : .refused(.duplicateTimestamp)
    }

    /// Decides about every sample of a batch, marks the series of those to store, and counts what was refused.
    ///
    /// `skipped` gets the positions of all others, ascending.
    mutating func check(
        _ references: [SeriesReference],
        _ timestamps: [Int64],
        _ values: [Double],
        _ skipped: inout [Int]
    ) -> AppendOutcome {
        precondition(
            references.count == timestamps.count && references.count == values.count,
            "columns differ in length"
        )
        var outcome = AppendOutcome()
        var repeats = BatchRepeats()
        let minValidTime = minValidTime(firstTime: timestamps.isEmpty ? 0 : timestamps[0])
        for index in references.indices {
            // The number 0 wraps around to one that no series has.
            let series = SeriesID(references[index]).index
            guard series < states.count else {
                refuse(index, .unknownSeries, &outcome, &skipped)
                continue
            }
            let state = states[series]
            guard state.isNamed(by: references[index]) else {
                refuse(index, .unknownSeries, &outcome, &skipped)
                continue
            }
            var last = (state.lastTimestamp, state.lastValueBits)
            if state.isInBatch, let previous = repeats.previous(of: references[index], index, references, skipped) {
                last = (timestamps[previous], values[previous].bitPattern)
            }
            var verdict = Self.verdict(
                timestamps[index],
                values[index].bitPattern,
                minValidTime: minValidTime,
                hasLast: state.isInBatch || state.hasSamples,
                lastTimestamp: last.0,
                lastValueBits: last.1
            )
            if case .refused(let refusal) = verdict, refusal != .duplicateTimestamp {
                let isMarker = values[index].bitPattern == StaleMarker.bitPattern
                verdict = lateVerdict(timestamps[index], otherwise: refusal, isHistogram: false, isMarker: isMarker)
            }
            switch verdict {
            case .late:
                skipped.append(index)
                late.batch.positions.append(index)
            case .accepted:
                mark(series)
                prefetchChunk(state)
                repeats.noteAccepted(references[index], index)
            case .dropped where state.endsInHistogram: refuse(index, .duplicateTimestamp, &outcome, &skipped)
            case .dropped: skipped.append(index)
            case .refused(let refusal): refuse(index, refusal, &outcome, &skipped)
            }
        }
        return outcome
    }

    private mutating func refuse(
        _ index: Int,
        _ refusal: AppendOutcome.Refusal,
        _ outcome: inout AppendOutcome,
        _ skipped: inout [Int]
    ) {
        outcome.refused.append((index, refusal))
        skipped.append(index)
        switch refusal {
        case .outOfOrder: counts.outOfOrderSamples += 1
        case .duplicateTimestamp: counts.duplicateSamples += 1
        case .outOfBounds: counts.outOfBoundSamples += 1
        case .tooOld: break  // counted already
        case .unknownSeries: counts.seriesNotFound += 1
        case .invalidHistogram, .exemplarOutOfOrder, .exemplarLabelsTooLong: break  // not of a float sample
        }
    }
}
