internal import Chunks
internal import PrometheusBytes

extension SampleTable {
    /// Appends the record of a chunk that waits to be written.
    func appendRecord(_ pending: PendingChunk, _ reference: UInt64, to output: inout [UInt8]) {
        let chunk = sealed[Int(pending.number) - 1]
        HeadChunkRecord.append(
            to: &output,
            reference: reference,
            minTime: chunk.minTime,
            maxTime: chunk.maxTime,
            encoding: chunk.encoding | (pending.isOutOfOrder ? HeadChunkFormat.outOfOrderMark : 0),
            payload: slots.bytes(of: chunk.slot).extracting(0..<chunk.byteCount)
        )
    }

    /// Notes that the first of the waiting chunks have been written, and gives their slots back.
    mutating func publish(_ places: [SealedChunk.Place], _ files: HeadChunkFileSet) {
        self.files = files
        for (pending, place) in zip(pendingChunks, places) {
            let index = Int(pending.number) - 1
            slots.release(sealed[index].slot)
            sealed[index].move(to: place)
        }
        pendingChunks.removeFirst(places.count)
    }

    /// Forgets waiting chunks that have been dropped.
    mutating func forgetDroppedPending() {
        guard !pendingChunks.isEmpty else { return }
        pendingChunks.removeAll { sealed[Int($0.number) - 1].isFree }
    }

    // MARK: Loading

    /// Adds a chunk that was found in a file.
    mutating func addLoaded(_ chunk: SealedChunk) -> UInt32 {
        counts.chunkCount += 1
        return store(chunk)
    }

    /// Drops chunks that were found in files, from the newest on.
    mutating func dropLoaded(_ newest: UInt32) { dropChain(newest) }

    /// Forgets everything that was found in files.
    mutating func forgetLoaded() {
        sealed = Column()
        firstFreeSealed = 0
        counts.chunkCount = 0
    }

    /// Gives a series the chunks that were found for it, in place of those that it has.
    mutating func adopt(_ series: SeriesID, _ newest: UInt32) {
        var state = states[series.index]
        if state.hasHistograms { truncateHistograms(series.index, &state, before: .max) }
        if state.hasSamples {
            drop(&state)
            forgetDroppedPending()
        }
        state.newestSealed = newest
        state.lastTimestamp = sealed[Int(newest) - 1].maxTime
        state.isNew = false
        states[series.index] = state
        maxTime = max(maxTime, state.lastTimestamp)
        minTime = min(minTime, oldestTime(state))
    }
}
