internal import Chunks
internal import PrometheusModel

extension SampleTable {
    /// What a truncation found.
    struct TruncationFindings {
        /// The oldest time that is left.
        var oldestTime = Int64.max
        /// The oldest head chunk file that has a chunk that is left.
        var oldestFile = UInt32.max
        /// Series that have nothing left.
        var empty: [SeriesID] = []
    }

    /// Drops the chunks of some series that end before `mint`.
    mutating func truncate(_ range: Range<Int>, before mint: Int64, _ findings: inout TruncationFindings) {
        for series in range where !states[series].isRemoved {
            var state = states[series]
            if state.hasSamples {
                if state.isOpenAside { truncateAside(series, &state, before: mint) }
                if state.lastTimestamp < mint { drop(&state) } else { dropChunks(of: &state, before: mint) }
                states[series] = state
            }
            if state.hasLate { findings.oldestFile = min(findings.oldestFile, late.oldestFile(series)) }
            if state.hasSamples {
                findings.oldestTime = min(findings.oldestTime, oldestTime(series, state))
                findings.oldestFile = min(findings.oldestFile, oldestFile(state.newestSealed))
            } else if !state.hasLate {
                findings.empty.append(SeriesID(series))
            }
        }
        forgetDroppedPending()
    }

    /// Takes the number from a series that has no samples.
    ///
    /// `false` if it has some after all, or has only just been created and may get some.
    mutating func remove(_ series: SeriesID) -> Bool {
        let state = states[series.index]
        guard !state.hasSamples, !state.hasLate, !state.isInBatch, !state.isRemoved else { return false }
        guard !state.isNew else {
            states[series.index].isNew = false
            return false
        }
        var removed = SeriesState()
        removed.generation = state.generation &+ 1
        removed.isRemoved = true
        states[series.index] = removed
        tombstones.remove(UInt64(series.rawValue))
        counts.seriesRemoved += 1
        return true
    }

    /// Drops all samples of a series.
    mutating func drop(_ state: inout SeriesState) {
        if state.lastValueBits == StaleMarker.bitPattern { counts.staleSeriesCount -= 1 }
        if state.sampleCount > 0 {
            slots.release(state.slot)
            countRemovedChunk()
        }
        dropChain(state.newestSealed)
        var empty = SeriesState()
        empty.generation = state.generation
        empty.isNew = state.isNew
        empty.isInBatch = state.isInBatch
        empty.hasLate = state.hasLate
        state = empty
    }

    /// The time of the oldest sample of a series that has some.
    func oldestTime(_ series: Int, _ state: SeriesState) -> Int64 {
        guard state.newestSealed == 0, state.sampleCount == 0, let times = timesAside(series, state) else {
            return oldestTime(state)
        }
        return times.lowerBound
    }

    /// The time of the oldest sample that is not in an open chunk beside the slots.
    func oldestTime(_ state: SeriesState) -> Int64 {
        guard state.newestSealed > 0 else { return firstTimestamp(state) }
        var next = state.newestSealed
        while sealed[Int(next) - 1].previous > 0 { next = sealed[Int(next) - 1].previous }
        return sealed[Int(next) - 1].minTime
    }

    /// The oldest file that one of these chunks lies in.
    private func oldestFile(_ newest: UInt32) -> UInt32 {
        var (file, next) = (UInt32.max, newest)
        while next > 0 {
            let chunk = sealed[Int(next) - 1]
            if chunk.isMapped { file = min(file, chunk.place.file) }
            next = chunk.previous
        }
        return file
    }

    private mutating func dropChunks(of state: inout SeriesState, before mint: Int64) {
        var kept: UInt32 = 0
        var next = state.newestSealed
        while next > 0, sealed[Int(next) - 1].maxTime >= mint {
            kept = next
            next = sealed[Int(next) - 1].previous
        }
        guard next > 0 else { return }
        if kept > 0 { sealed[Int(kept) - 1].previous = 0 } else { state.newestSealed = 0 }
        dropChain(next)
    }

    /// Frees a full chunk and all before it.
    mutating func dropChain(_ newest: UInt32) {
        var next = newest
        while next > 0 {
            let chunk = sealed[Int(next) - 1]
            releasePayload(of: chunk)
            sealed[Int(next) - 1].markFree(next: firstFreeSealed)
            firstFreeSealed = next
            countRemovedChunk()
            next = chunk.previous
        }
    }

    private mutating func countRemovedChunk() { countRemovedChunks(1) }

    mutating func countRemovedChunks(_ count: Int) {
        counts.chunksRemoved += count
        counts.chunkCount -= count
    }
}
