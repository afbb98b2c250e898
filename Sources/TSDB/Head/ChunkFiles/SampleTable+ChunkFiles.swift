internal import Chunks
internal import PrometheusBytes

extension SampleTable {
    /// Appends the record of a chunk that waits to be written.
    func appendRecord(_ pending: PendingChunk, _ reference: UInt64, to output: inout [UInt8]) {
        let chunk = sealed[Int(pending.number) - 1]
        if chunk.isAside {
            let payload = aside[chunk.slot]
            appendRecord(chunk, pending, reference, payload.rawSpan, to: &output)
        } else {
            let payload = slots.bytes(of: chunk.slot).extracting(0..<chunk.byteCount)
            appendRecord(chunk, pending, reference, payload, to: &output)
        }
    }

    private func appendRecord(
        _ chunk: SealedChunk,
        _ pending: PendingChunk,
        _ reference: UInt64,
        _ payload: RawSpan,
        to output: inout [UInt8]
    ) {
        HeadChunkRecord.append(
            to: &output,
            reference: reference,
            minTime: chunk.minTime,
            maxTime: chunk.maxTime,
            encoding: chunk.encoding | (pending.isOutOfOrder ? HeadChunkFormat.outOfOrderMark : 0),
            payload: payload
        )
    }

    /// The oldest waiting chunks: at most `count`, and not many more bytes than `byteCount`.
    func pendingChunks(atMost count: Int, byteCount: Int) -> [PendingChunk] {
        var (batch, total) = ([PendingChunk](), 0)
        for pending in pendingChunks.prefix(count) where total < byteCount {
            total += sealed[Int(pending.number) - 1].byteCount
            batch.append(pending)
        }
        return batch
    }

    /// Notes that the first of the waiting chunks have been written, and gives their slots back.
    mutating func publish(_ places: [SealedChunk.Place], _ files: HeadChunkFileSet) {
        self.files = files
        for (pending, place) in zip(pendingChunks, places) {
            let index = Int(pending.number) - 1
            releasePayload(of: sealed[index])
            sealed[index].move(to: place)
        }
        pendingChunks.removeFirst(places.count)
        counts.writtenChunks += places.count
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
        if state.isOpenAside { truncateAside(series.index, &state, before: .max) }
        if state.hasSamples {
            drop(&state)
            forgetDroppedPending()
        }
        state.newestSealed = newest
        state.lastTimestamp = sealed[Int(newest) - 1].maxTime
        state.endsInHistogram = ChunkEncoding(rawValue: sealed[Int(newest) - 1].encoding)?.isFloat == false
        state.isNew = false
        states[series.index] = state
        maxTime = max(maxTime, state.lastTimestamp)
        minTime = min(minTime, oldestTime(state))
    }
}
