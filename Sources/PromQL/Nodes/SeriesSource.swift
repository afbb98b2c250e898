import PrometheusModel
import Storage

/// Series read from the storage: which selection of the evaluation, and where its windows lie.
struct SeriesSource: Sendable {
    /// The number of the selection.
    let slot: Int
    let offsetMilliseconds: Int64
    /// The time of `@`.
    let fixedTime: Int64?
    /// Whether the matchers allow one metric name only.
    let hasFixedName: Bool
    /// Whether it is found out of each native histogram if its counter was reset before it.
    ///
    /// Upstream does so where it need not keep the buckets, and then there is more to warn of.
    let findsResets: Bool
    /// How far before the windows samples are looked at too (`anchored`, `smoothed`).
    var reachBefore: Int64 = 0
    /// How far behind the windows samples are looked at too (`smoothed`).
    var reachBehind: Int64 = 0

    /// The times of all samples that the windows look at, both ends included.
    func times(_ windows: WindowGrid) -> ClosedRange<Int64> {
        let start = windows.start + 1 - reachBefore
        return start...max(start, windows.end + reachBehind)
    }

    /// The windows of length `range` at the steps of `grid`.
    func windows(_ grid: StepGrid, range: Int64) -> WindowGrid {
        let time = fixedTime ?? grid.start
        return WindowGrid(
            firstEnd: time &- offsetMilliseconds,
            step: fixedTime == nil ? grid.step : 0,
            count: grid.count,
            range: range
        )
    }

    /// Reads each series once and lets `make` turn its samples into a row; `false` if it has none.
    func rows(
        _ evaluation: Evaluation,
        _ windows: WindowGrid,
        _ make: @escaping @Sendable (inout SampleColumns, inout SeriesRow, WindowPositions) -> Bool,
        _ sink: RowSink
    ) throws(PromQLError) {
        let selection = evaluation.selections[slot]
        let limits = evaluation.limits
        let (window, findsResets) = (times(windows), findsResets)
        let maker: RowBlocks.Maker = { (index, samples, row, positions) throws(PromQLError) in
            try limits.checkCancellation()
            samples.removeAll()
            do throws(StorageError) {
                try selection.read(index, window, into: &samples)
            } catch {
                throw .storage(error)
            }
            let count = samples.isFloatOnly ? samples.count : samples.weight
            guard count > 0 else { return false }
            try positions.hold(count, limits)
            if findsResets, !samples.isFloatOnly { samples.findResets() }
            row.resize(to: windows.count)
            row.dropsName = false
            row.startOverlaps = 0
            guard make(&samples, &row, positions) else { return false }
            row.labels = selection.labels(at: index)
            return true
        }
        try RowBlocks.run(
            count: selection.count,
            steps: windows.count,
            evaluation: evaluation,
            maker,
            sink
        )
    }
}
