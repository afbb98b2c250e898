internal import Chunks
internal import PrometheusBytes
internal import PrometheusModel
internal import Synchronization

extension Head {
    /// Stops the process if the parts of the head contradict each other; for tests and debug builds.
    func checkInvariants() {
        let count = index.withLock { index in
            index.checkInvariants()
            return index.count
        }
        writer.withLock { precondition($0.references.count == count, "a series has no number in the log") }
        samples.withLock { samples in
            precondition(samples.states.count == count, "a series has no state")
            samples.checkInvariants()
        }
    }
}

extension SampleTable {
    /// Stops the process if chunks, states and counts contradict each other.
    func checkInvariants() {
        var (slotBytes, chunkCount, staleCount) = (0, 0, 0)
        for series in 0..<states.count {
            let state = states[series]
            precondition(!state.isInBatch, "a series is marked between batches")
            guard state.hasSamples else { continue }
            precondition(!state.isRemoved, "a number without a series has samples")
            precondition(state.lastTimestamp <= maxTime, "a sample is newer than the head")
            if state.lastValueBits == StaleMarker.bitPattern { staleCount += 1 }
            let copies = copyChunks(series, .min ... .max)
            chunkCount += copies.count
            if state.sampleCount > 0 { slotBytes += slots.size(of: state.slot) }
            slotBytes += checkSealed(series, state)
            let (isHistogram, isStarted) = (histograms[series] != nil, started[series] != nil)
            precondition(state.isOpenAside == (isHistogram != isStarted), "an open chunk beside the slots is not known")
            precondition(!isHistogram || state.endsInHistogram, "a chunk of histograms is open that is not the newest")
            precondition(!state.isOpenAside || state.sampleCount == 0, "two chunks of a series are open")
            checkSamples(copies, state)
        }
        precondition(slotBytes == slots.usedBytes, "a slot is in use that no chunk owns")
        precondition(chunkCount == counts.chunkCount, "the number of chunks is wrong")
        precondition(staleCount == counts.staleSeriesCount, "the number of stale series is wrong")
    }

    private func checkSealed(_ series: Int, _ state: SeriesState) -> Int {
        var slotBytes = 0
        var next = state.newestSealed
        var end = state.sampleCount > 0 ? firstTimestamp(state) : state.lastTimestamp &+ 1
        if let times = timesAside(series, state) { end = times.lowerBound }
        while next > 0 {
            let chunk = sealed[Int(next) - 1]
            precondition(chunk.maxTime < end, "chunks of a series overlap")
            precondition(!chunk.isFree, "a series has a chunk that was dropped")
            if !chunk.isMapped, !chunk.isAside { slotBytes += slots.size(of: chunk.slot) }
            end = chunk.minTime
            next = chunk.previous
        }
        return slotBytes
    }

    private func checkSamples(_ copies: ChunkCopies, _ state: SeriesState) {
        var columns = SampleColumns()
        do { try copies.decode(CollectionOfOne(.min ... .max), into: &columns) } catch {
            preconditionFailure("a chunk in memory does not decode: \(error)")
        }
        precondition(columns.timestamps.last == state.lastTimestamp, "the newest sample has another time")
        // Of a chunk from a file only the times are known.
        guard state.sampleCount > 0 else { return }
        precondition(columns.values.last?.bitPattern == state.lastValueBits, "the newest sample has another value")
    }
}
