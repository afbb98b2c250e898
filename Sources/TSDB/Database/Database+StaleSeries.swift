internal import PrometheusClient
internal import PrometheusModel
internal import Storage
internal import Synchronization

extension Database {
    /// The least time until the head's next compaction that makes it worth not to wait for it, in milliseconds.
    private static let patienceMilliseconds: Int64 = 600_000

    /// Writes series that ended to blocks of their own and forgets them, if they are many enough.
    func compactStaleSeries(_ work: inout MaintenanceState) throws(StorageError) {
        let threshold = settings.withLock { $0.staleSeriesThreshold }
        guard threshold > 0, let times = head.timeSpan else { return }
        let statistics = head.statistics
        guard statistics.seriesCount > 0, statistics.staleSeriesCount > 0 else { return }
        let share = Double(statistics.staleSeriesCount) / Double(statistics.seriesCount)
        let untilCompaction = (options.chunkRangeMilliseconds / 2 * 3).subtractingClamped(
            times.upperBound.subtractingClamped(times.lowerBound)
        )
        guard share >= threshold, untilCompaction > Self.patienceMilliseconds else { return }
        options.metrics?.staleSeries.triggered.increment()
        let start = ContinuousClock.now
        do throws(StorageError) {
            try writeStaleSeries(times, &work)
        } catch {
            options.metrics?.staleSeries.failed.increment()
            throw error
        }
        options.metrics?.staleSeries.seconds.observe(start.duration(to: .now) / .seconds(1))
    }

    private func writeStaleSeries(
        _ times: ClosedRange<Int64>,
        _ work: inout MaintenanceState
    ) throws(StorageError) {
        let stale = head.staleSeries()
        let range = options.chunkRangeMilliseconds
        var begin = BlockWindow.start(of: times.lowerBound, range)
        while begin <= times.upperBound {
            let end = begin.addingClamped(range)
            try writeHeadBlock(begin..<end, hint: BlockMeta.fromStaleSeries, only: { stale[$0] != nil }, &work)
            begin = end
        }
        try head.forget(stale)
    }
}
