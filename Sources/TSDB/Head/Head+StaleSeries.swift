internal import PrometheusModel
internal import Storage
internal import Synchronization

extension Head {
    /// The series whose newest sample is a stale marker, with its time.
    func staleSeries() -> [UInt32: Int64] {
        samples.withReadLock { samples in
            var stale: [UInt32: Int64] = [:]
            for id in 0..<samples.states.count where samples.states[id].isStale {
                stale[UInt32(id)] = samples.states[id].lastTimestamp
            }
            return stale
        }
    }

    /// Drops series whose samples up to a time are in blocks, unless they got new ones; the log hears of it first.
    func forget(_ stale: [UInt32: Int64]) throws(StorageError) {
        try writer.withLock { writer throws(StorageError) in
            guard !writer.isClosed else { throw .closed }
            // Nobody stores anything meanwhile: `writer` is held.
            let gone = samples.withReadLock { samples in
                stale.keys.sorted().filter { id in
                    let state = samples.states[Int(id)]
                    return state.isStale && !state.isInBatch && state.lastTimestamp == stale[id]
                }
            }
            let everything = Int64.min...Int64.max
            try logTombstones(gone.map { (series: SeriesID($0), times: everything) }, &writer)
            samples.withLock { samples in
                for id in gone { samples.removeSamples(of: SeriesID(id)) }
            }
        }
        if let oldest = timeSpan?.lowerBound { collectGarbage(before: oldest, raisesMinTime: false) }
    }
}

extension SeriesState {
    /// Whether the newest sample is a stale marker.
    fileprivate var isStale: Bool { hasSamples && lastValueBits == StaleMarker.bitPattern && !hasLate }
}
