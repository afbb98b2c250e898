internal import Chunks
internal import PrometheusBytes

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
            if chunk.maxTime < window.lowerBound { return false }
            if chunk.minTime <= window.upperBound { return true }
            next = chunk.previous
        }
        return false
    }

    /// The chunks of a series that overlap `window`, oldest first.
    func copyChunks(_ series: Int, _ window: ClosedRange<Int64>) -> ChunkCopies {
        var copies = ChunkCopies()
        let state = states[series]
        let (chunkCount, byteCount) = size(of: state, window)
        copies.bytes.reserveCapacity(byteCount + ChunkPayload.guardBytes)
        copies.extents.reserveCapacity(chunkCount)
        var next = state.newestSealed
        while next > 0 {
            let chunk = sealed[Int(next) - 1]
            if chunk.maxTime < window.lowerBound { break }
            if chunk.minTime <= window.upperBound {
                copy(chunk.slot, Int(chunk.byteCount), Int(chunk.sampleCount), into: &copies)
            }
            next = chunk.previous
        }
        // Chunks name the one before them: they were met newest first.
        copies.extents.reverse()
        if state.sampleCount > 0, state.lastTimestamp >= window.lowerBound {
            copy(state.slot, state.appendState.byteCount, Int(state.sampleCount), into: &copies)
        }
        copies.bytes.append(contentsOf: repeatElement(0, count: ChunkPayload.guardBytes))
        return copies
    }

    /// How much there may be to copy.
    private func size(of state: SeriesState, _ window: ClosedRange<Int64>) -> (chunks: Int, bytes: Int) {
        var chunks = 1
        var bytes = state.appendState.byteCount
        var next = state.newestSealed
        while next > 0 {
            let chunk = sealed[Int(next) - 1]
            if chunk.maxTime < window.lowerBound { break }
            chunks += 1
            bytes += Int(chunk.byteCount)
            next = chunk.previous
        }
        return (chunks, bytes)
    }

    private func copy(_ slot: SlabArena.Slot, _ byteCount: Int, _ sampleCount: Int, into copies: inout ChunkCopies) {
        copies.extents.append(
            ChunkExtent(offset: copies.bytes.count, byteCount: byteCount, sampleCount: sampleCount)
        )
        copies.bytes.append(slots.bytes(of: slot).extracting(0..<byteCount))
    }
}
