internal import Chunks

extension SampleTable {
    /// Stores a sample that is newer than all of its series, of a counter that started at `start` (0 if that is not known).
    mutating func append(_ series: Int, _ timestamp: Int64, _ valueBits: UInt64, start: Int64) {
        guard usesXOR2, storesStarts else { return append(series, timestamp, valueBits) }
        var state = states[series]
        state.isInBatch = false
        countStale(&state, valueBits)
        // A chunk that was begun as XOR has no room for starts.
        if state.sampleCount > 0 { seal(series, &state) }
        if !state.endsInHistogram || !appendAfterHistogram(series, &state, timestamp, valueBits) {
            _ = appendStarted(series, &state, timestamp, valueBits, start)
        }
        states[series] = state
    }

    /// Stores a sample in a chunk with start timestamps; `false` if it is to begin one without.
    ///
    /// What encoding is wanted holds from the next chunk on.
    @inline(never)
    mutating func appendStarted(
        _ series: Int,
        _ state: inout SeriesState,
        _ timestamp: Int64,
        _ valueBits: UInt64,
        _ start: Int64
    ) -> Bool {
        let value = Double(bitPattern: valueBits)
        let isAppended =
            state.isOpenAside
            && started.append(
                series,
                timestamp,
                value,
                start,
                predictionSamples: Int(predictionSamples),
                maxSamples: Int(maxSamples)
            )
        if !isAppended {
            if state.isOpenAside, let chunk = started.take(series) { seal(series, &state, chunk) }
            state.isOpenAside = false
            guard usesXOR2 else { return false }
            let (longest, overflow) = timestamp.addingReportingOverflow(Int64(UInt32.max) - 1)
            let end = min(ChunkCutting.rangeEnd(of: timestamp, chunkRange), overflow ? .max : longest)
            started.begin(series, timestamp, value, start, end: end)
            state.isOpenAside = true
            state.isNew = false
            counts.chunksCreated += 1
            counts.chunkCount += 1
        }
        state.lastTimestamp = timestamp
        state.lastValueBits = valueBits
        maxTime = max(maxTime, timestamp)
        minTime = min(minTime, timestamp)
        counts.samplesAppended &+= 1
        return true
    }

    // MARK: Open chunks beside the slots

    /// The times of the chunk of a series that is being written beside the slots.
    func timesAside(_ series: Int, _ state: SeriesState) -> ClosedRange<Int64>? {
        guard state.isOpenAside else { return nil }
        if state.endsInHistogram { return histograms[series].map { $0.firstTimestamp...$0.lastTimestamp } }
        return started[series].map { $0.firstTimestamp...$0.lastTimestamp }
    }

    /// A copy of that chunk.
    func chunkAside(_ series: Int, _ state: SeriesState) -> EncodedChunk? {
        guard state.isOpenAside else { return nil }
        return state.endsInHistogram ? histograms[series]?.encoded : started[series]?.encoded
    }

    /// Drops that chunk if it ends before `mint`.
    mutating func truncateAside(_ series: Int, _ state: inout SeriesState, before mint: Int64) {
        guard let times = timesAside(series, state), times.upperBound < mint else { return }
        let chunk = state.endsInHistogram ? histograms.take(series) : started.take(series)
        if chunk != nil { countRemovedChunks(1) }
        state.isOpenAside = false
        state.endsInHistogram = false
    }
}
