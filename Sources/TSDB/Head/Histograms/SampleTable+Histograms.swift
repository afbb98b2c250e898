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
        if state.isOpenAside, !state.endsInHistogram {
            if let chunk = started.take(series) { seal(series, &state, chunk) }
            state.isOpenAside = false
        }
        countStale(&state, sample.histogram.sum.bitPattern)
        store(series, &state, sample)
        states[series] = state
    }

    /// Stores a histogram from the log; `false` if it was there already.
    mutating func appendReplayed(_ series: Int, _ sample: TimedHistogram) -> Bool {
        let state = states[series]
        guard sample.timestamp >= minValidTime, !state.hasSamples || sample.timestamp > state.lastTimestamp else {
            return false
        }
        append(series, sample)
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
        guard valueBits == StaleMarker.bitPattern, let marker = staleHistogram(series, state) else {
            if let chunk = histograms.take(series) { seal(series, &state, chunk) }
            state.isOpenAside = false
            state.endsInHistogram = false
            return false
        }
        store(series, &state, TimedHistogram(timestamp, marker))
        return true
    }

    /// The stale marker that follows the newest histogram of a series, of which only the chunk's encoding may be known.
    private func staleHistogram(_ series: Int, _ state: SeriesState) -> NativeHistogram? {
        if let last = histograms.last(of: series) { return last.staleMarker }
        guard state.newestSealed > 0,
            let encoding = ChunkEncoding(rawValue: sealed[Int(state.newestSealed) - 1].encoding), !encoding.isFloat
        else { return nil }
        let empty: NativeHistogram = encoding.hasFloatCounts ? .float(FloatHistogram()) : .integer(IntegerHistogram())
        return empty.staleMarker
    }

    /// Keeps a full chunk that was not written in a slot with the other chunks of its series.
    mutating func seal(_ series: Int, _ state: inout SeriesState, _ chunk: EncodedChunk) {
        state.newestSealed = store(
            SealedChunk(
                minTime: chunk.minTime,
                maxTime: chunk.maxTime,
                encoding: chunk.encoding.rawValue,
                aside: aside.insert(chunk.bytes),
                byteCount: chunk.bytes.count,
                previous: state.newestSealed
            )
        )
        queue(series, state.newestSealed)
    }

    private mutating func store(_ series: Int, _ state: inout SeriesState, _ sample: TimedHistogram) {
        let (isBegun, finished) = histograms.append(series, sample, chunkRange: chunkRange)
        if let finished { seal(series, &state, finished) }
        if isBegun {
            counts.chunksCreated += 1
            counts.chunkCount += 1
        }
        state.isOpenAside = true
        state.endsInHistogram = true
        state.isNew = false
        state.lastTimestamp = sample.timestamp
        state.lastValueBits = sample.histogram.sum.bitPattern
        maxTime = max(maxTime, sample.timestamp)
        minTime = min(minTime, sample.timestamp)
        counts.histogramsAppended += 1
    }
}
