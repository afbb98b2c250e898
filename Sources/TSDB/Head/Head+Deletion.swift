internal import LabelMatching
internal import Storage
internal import Synchronization

extension Head {
    /// How many intervals go into a record of the log.
    private static let intervalsPerRecord = 1 << 14

    /// Hides the samples of the series that pass `matchers` with times in `interval`, which is logged first.
    ///
    /// An interval ends with the newest sample that its series has: what comes later is not deleted.
    func delete(_ matchers: [LabelMatcher], in interval: ClosedRange<Int64>) throws(StorageError) {
        try writer.withLock { writer throws(StorageError) in
            guard !writer.isClosed else { throw .closed }
            let candidates = index.withReadLock { $0.select(matchers) }
            let found = samples.withReadLock { $0.intervals(of: candidates, in: interval) }
            guard !found.isEmpty else { return }
            try writer.logSeries()
            try logTombstones(found, &writer)
            samples.withLock { samples in
                for (series, times) in found { samples.tombstones.add(UInt64(series.rawValue), times) }
            }
        }
    }

    /// Logs that something of series is deleted; all of one record or nothing of it is in the log.
    func logTombstones(
        _ tombstones: [(series: SeriesID, times: ClosedRange<Int64>)],
        _ writer: inout HeadWriter
    ) throws(StorageError) {
        guard writer.log != nil else { return }
        var records = WALRecordBatch()
        for start in stride(from: 0, to: tombstones.count, by: Self.intervalsPerRecord) {
            let slice = tombstones[start..<min(tombstones.count, start + Self.intervalsPerRecord)]
            var named: [(reference: UInt64, interval: ClosedRange<Int64>)] = []
            for (series, times) in slice { named.append((writer.references[series], times)) }
            records.appendTombstones(named)
        }
        try writer.log?.log(records)
    }
}

extension SampleTable {
    /// What of `interval` series have samples in, for those that have.
    fileprivate func intervals(
        of candidates: [UInt32],
        in interval: ClosedRange<Int64>
    ) -> [(series: SeriesID, times: ClosedRange<Int64>)] {
        var found: [(series: SeriesID, times: ClosedRange<Int64>)] = []
        for id in candidates where Int(id) < states.count {
            let state = states[Int(id)]
            guard state.hasSamples else { continue }
            let times = max(oldestTime(Int(id), state), minTime)...state.lastTimestamp
            guard interval.overlaps(times) else { continue }
            found.append((SeriesID(id), interval.clamped(to: times)))
        }
        return found
    }

    /// Drops all samples of a series, which stays.
    mutating func removeSamples(of series: SeriesID) {
        dropLate(of: series)
        guard states[series.index].hasSamples else { return }
        var state = states[series.index]
        if state.isOpenAside { truncateAside(series.index, &state, before: .max) }
        drop(&state)
        states[series.index] = state
        tombstones.remove(UInt64(series.rawValue))
    }
}
