internal import Chunks
internal import PrometheusBytes
internal import PrometheusModel
internal import Storage

extension SampleTable {
    // MARK: Appending

    /// Whether a series takes a histogram (tsdb-behaviour.md, section 3).
    func verdict(
        on sample: TimedHistogram,
        of reference: SeriesReference,
        _ batch: BatchNewest,
        _ minValidTime: Int64
    ) -> Verdict {
        let series = SeriesID(reference).index
        guard series < states.count, states[series].isNamed(by: reference) else { return .refused(.unknownSeries) }
        if sample.timestamp < minValidTime { return .refused(.outOfBounds) }
        let state = states[series]
        let (time, last): (Int64, NativeHistogram?)
        if let newest = batch.newest(of: reference, hasFloat: state.isInBatch) {
            (time, last) = (newest.timestamp, newest.histogram)
        } else {
            guard state.hasSamples else { return .accepted }
            (time, last) = (state.lastTimestamp, state.endsInHistogram ? histograms.last(of: series) : nil)
        }
        if sample.timestamp > time { return .accepted }
        guard sample.timestamp == time else { return .refused(.outOfOrder) }
        return last?.hasSameObservations(as: sample.histogram) == true ? .dropped : .refused(.duplicateTimestamp)
    }

    /// Counts a histogram that was not taken.
    mutating func countRefusedHistogram(_ refusal: AppendOutcome.Refusal) {
        switch refusal {
        case .outOfOrder: counts.outOfOrderHistograms += 1
        case .duplicateTimestamp: counts.duplicateSamples += 1
        case .outOfBounds: counts.outOfBoundHistograms += 1
        case .tooOld: break  // counted already
        case .unknownSeries: counts.seriesNotFound += 1
        case .invalidHistogram, .exemplarOutOfOrder, .exemplarLabelsTooLong: break
        }
    }

    /// Stores a histogram that is newer than all samples of its series.
    mutating func append(_ series: Int, _ sample: TimedHistogram) {
        var state = states[series]
        state.isInBatch = false
        // Chunks of a series follow each other: floats that come later begin another one.
        if state.sampleCount > 0 { seal(series, &state) }
        // After a replay the newest floats may be in a file, behind histograms that are still open.
        if state.hasHistograms, !state.endsInHistogram { histograms.close(series) }
        countStale(&state, sample.histogram.sum.bitPattern)
        store(series, &state, sample)
        states[series] = state
    }

    /// Stores a histogram from the log; `false` if it was there already.
    ///
    /// Chunks of floats that were found in files may be newer: what lies between them is taken, too.
    mutating func appendReplayed(_ series: Int, _ sample: TimedHistogram) -> Bool {
        var state = states[series]
        guard sample.timestamp >= minValidTime else { return false }
        if !state.hasSamples || sample.timestamp > state.lastTimestamp {
            append(series, sample)
            return true
        }
        let newest = histograms[series]?.newestTime ?? .min
        guard state.newestSealed > 0, !state.endsInHistogram, sample.timestamp > newest else { return false }
        var next = state.newestSealed
        while next > 0, sealed[Int(next) - 1].maxTime > newest {
            let chunk = sealed[Int(next) - 1]
            if chunk.minTime <= sample.timestamp {
                if chunk.maxTime >= sample.timestamp { return false }
                // Chunks of a series do not overlap.
                histograms.close(series)
            }
            next = chunk.previous
        }
        if histograms.append(series, sample, chunkRange: chunkRange) {
            counts.chunksCreated += 1
            counts.chunkCount += 1
        }
        state.hasHistograms = true
        states[series] = state
        minTime = min(minTime, sample.timestamp)
        return true
    }

    /// Stores a float whose series ends in a histogram, if it is a stale marker: as a stale histogram.
    ///
    /// Otherwise the histograms of the series end here, and the float is left to the caller.
    @inline(never)
    mutating func appendAfterHistogram(
        _ series: Int,
        _ state: inout SeriesState,
        _ timestamp: Int64,
        _ valueBits: UInt64
    ) -> Bool {
        guard valueBits == StaleMarker.bitPattern, let last = histograms.last(of: series) else {
            histograms.close(series)
            state.endsInHistogram = false
            return false
        }
        store(series, &state, TimedHistogram(timestamp, last.staleMarker))
        return true
    }

    private mutating func store(_ series: Int, _ state: inout SeriesState, _ sample: TimedHistogram) {
        if histograms.append(series, sample, chunkRange: chunkRange) {
            counts.chunksCreated += 1
            counts.chunkCount += 1
        }
        state.hasHistograms = true
        state.endsInHistogram = true
        state.isNew = false
        state.lastTimestamp = sample.timestamp
        state.lastValueBits = sample.histogram.sum.bitPattern
        maxTime = max(maxTime, sample.timestamp)
        minTime = min(minTime, sample.timestamp)
        counts.histogramsAppended += 1
    }

    // MARK: Reading

    /// Whether the series has histograms whose chunks overlap `window`.
    func hasHistograms(_ series: Int, _ state: SeriesState, in window: ClosedRange<Int64>) -> Bool {
        guard state.hasHistograms, let histograms = histograms[series] else { return false }
        if let open = histograms.open, (open.firstTimestamp...open.lastTimestamp).overlaps(window) { return true }
        return histograms.finished.contains { ($0.minTime...$0.maxTime).overlaps(window) }
    }

    /// The chunks of histograms that overlap `window`.
    func histogramChunks(_ series: Int, _ window: ClosedRange<Int64>) -> [EncodedChunk] {
        guard let histograms = histograms[series] else { return [] }
        var chunks = histograms.finished.filter { ($0.minTime...$0.maxTime).overlaps(window) }
        if let open = histograms.open, (open.firstTimestamp...open.lastTimestamp).overlaps(window) {
            chunks.append(open.encoded)
        }
        return chunks
    }

    // MARK: Truncation

    /// Drops the histograms of a series that end before `mint`.
    mutating func truncateHistograms(_ series: Int, _ state: inout SeriesState, before mint: Int64) {
        countRemovedChunks(histograms.truncate(series, before: mint))
        guard histograms[series] == nil else { return }
        state.hasHistograms = false
        state.endsInHistogram = false
    }
}
