internal import Chunks
internal import PrometheusBytes
internal import Synchronization

extension SampleTable {
    /// Whether the series has a chunk that overlaps `window`.
    func hasSamples(_ series: Int, in window: ClosedRange<Int64>) -> Bool {
        let state = states[series]
        guard state.hasSamples, state.lastTimestamp >= window.lowerBound else { return false }
        // Nearly every query ends behind the newest sample.
        if state.lastTimestamp <= window.upperBound { return true }
        if state.sampleCount > 0, firstTimestamp(state) <= window.upperBound { return true }
        var next = state.newestSealed
        while next > 0 {
            let chunk = sealed[Int(next) - 1]
            if chunk.maxTime < window.lowerBound { break }
            if chunk.minTime <= window.upperBound { return true }
            next = chunk.previous
        }
        return timesAside(series, state)?.overlaps(window) ?? false
    }

    /// The value of a series' newest sample, if it is a float of the open chunk and nothing of the series is deleted.
    func newestValue(_ series: SeriesID) -> Double? {
        let state = states[series.index]
        let isOpen = state.isOpenAside ? !state.endsInHistogram && !storesStarts : state.sampleCount > 0
        guard isOpen, tombstones[UInt64(series.rawValue)].isEmpty else { return nil }
        return Double(bitPattern: state.lastValueBits)
    }

    /// The chunks of a series that overlap `window`, oldest first.
    ///
    /// Of those in files the samples come from `cache`, if it has them.
    func copyChunks(_ series: Int, _ window: ClosedRange<Int64>, _ cache: ColumnCache? = nil) -> ChunkCopies {
        var copies = ChunkCopies()
        let state = states[series]
        // Chunks of histograms lie between the others.
        let cache = state.isOpenAside && state.endsInHistogram ? nil : cache
        let (chunkCount, byteCount) = size(of: state, window, cache != nil)
        copies.reserve(chunks: chunkCount, byteCount: byteCount)
        var next = state.newestSealed
        while next > 0 {
            let chunk = sealed[Int(next) - 1]
            if chunk.maxTime < window.lowerBound {
                copies.noteEnd(at: chunk.maxTime)
                break
            }
            if chunk.minTime <= window.upperBound {
                if chunk.isMapped, let cache, copies.take(chunk.place, in: files, window.lowerBound, cache) { break }
                copy(chunk, into: &copies)
            }
            next = chunk.previous
        }
        // Chunks name the one before them: they were met newest first.
        copies.reverse()
        if state.sampleCount > 0, state.lastTimestamp >= window.lowerBound {
            copies.addOpen(
                slots.bytes(of: state.slot).extracting(0..<state.appendState.byteCount),
                ChunkCopies.Times(first: firstTimestamp(state), last: state.lastTimestamp),
                count: Int(state.sampleCount)
            )
        }
        if let times = timesAside(series, state), times.upperBound >= window.lowerBound,
            let chunk = chunkAside(series, state)
        {
            let times = ChunkCopies.Times(first: chunk.minTime, last: chunk.maxTime)
            copies.add(chunk.bytes.rawSpan, chunk.encoding, times)
        }
        return copies
    }

    /// How much there may be to copy; with a cache mostly nothing of what is in files.
    private func size(
        of state: SeriesState,
        _ window: ClosedRange<Int64>,
        _ hasCache: Bool
    ) -> (chunks: Int, bytes: Int) {
        var chunks = 1
        var bytes = state.appendState.byteCount
        var next = state.newestSealed
        while next > 0 {
            let chunk = sealed[Int(next) - 1]
            if chunk.maxTime < window.lowerBound || hasCache && chunk.isMapped { break }
            chunks += 1
            // Of a chunk in a file the size is not known: about what a usual one has.
            bytes += chunk.isMapped ? 256 : chunk.byteCount
            next = chunk.previous
        }
        return (chunks, bytes)
    }

    /// Copies a full chunk, or notes where it lies in a file.
    private func copy(_ chunk: SealedChunk, into copies: inout ChunkCopies) {
        let times = ChunkCopies.Times(first: chunk.minTime, last: chunk.maxTime)
        if chunk.isMapped { return copies.add(chunk.place, in: files, times) }
        if chunkQueueLimit != nil { queuedReads.add(1, ordering: .relaxed) }
        let encoding = ChunkEncoding(rawValue: chunk.encoding) ?? .xor
        if chunk.isAside {
            let payload = aside[chunk.slot]
            return copies.add(payload.rawSpan, encoding, times)
        }
        copies.add(slots.bytes(of: chunk.slot).extracting(0..<chunk.byteCount), encoding, times)
    }

    /// Gives the memory of a full chunk's payload back, if that is in memory.
    mutating func releasePayload(of chunk: SealedChunk) {
        if chunk.isMapped { return }
        if chunk.isAside { aside.release(chunk.slot) } else { slots.release(chunk.slot) }
    }
}
