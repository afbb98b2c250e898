import PrometheusModel
import Storage

/// A range selector: the samples of a window of each series.
struct RangeSelectorNode: RangeNode {
    let source: SeriesSource
    let rangeMilliseconds: Int64
    /// How the window's ends get a value of their own.
    var extended: ExtendedRange?

    var isUniqueWithoutName: Bool { source.hasFixedName }

    func windows(_ grid: StepGrid) -> WindowGrid { source.windows(grid, range: rangeMilliseconds) }

    func rows(
        _ evaluation: Evaluation,
        _ grid: StepGrid,
        _ function: @escaping WindowFunction,
        _ sink: RowSink
    ) throws(PromQLError) {
        let windows = windows(grid)
        try source.rows(
            evaluation,
            windows,
            { samples, row in
                samples.removeStaleMarkers()
                function(samples, windows, &row)
                let (all, distinct) = windows.countSamples(samples.timestamps.span)
                evaluation.count(queryable: all, read: distinct)
                return row.hasValues
            },
            sink
        )
    }

    func samples(
        _ evaluation: Evaluation,
        _ grid: StepGrid,
        _ sink: (Labels, SampleColumns) throws(PromQLError) -> Void
    ) throws(PromQLError) {
        let windows = windows(StepGrid(at: grid.start))
        let window = source.times(windows)
        let selection = evaluation.selections[source.slot]
        for index in 0..<selection.count {
            try evaluation.limits.check()
            var samples = SampleColumns()
            do throws(StorageError) {
                try selection.read(index, window, into: &samples)
            } catch {
                throw .storage(error)
            }
            samples.removeStaleMarkers()
            if let extended { samples = try extended.clipped(samples, windows) }
            guard samples.count > 0 else { continue }
            try evaluation.limits.hold(samples.count)
            evaluation.count(queryable: samples.count, read: samples.count)
            try sink(selection.labels(at: index), samples)
        }
    }
}

extension SampleColumns {
    /// Removes the samples that only say that a series has ended.
    mutating func removeStaleMarkers() {
        guard var kept = values.firstIndex(where: \.isAbsent) else { return }
        for i in kept..<values.count where !values[i].isAbsent {
            values[kept] = values[i]
            timestamps[kept] = timestamps[i]
            if !startTimestamps.isEmpty { startTimestamps[kept] = startTimestamps[i] }
            kept += 1
        }
        if !startTimestamps.isEmpty { startTimestamps.removeLast(values.count - kept) }
        values.removeLast(values.count - kept)
        timestamps.removeLast(timestamps.count - kept)
    }
}

extension WindowGrid {
    /// How many samples the windows hold, and how many when those that two windows share are counted once.
    func countSamples(_ times: borrowing Span<Int64>) -> (all: Int, distinct: Int) {
        var all = 0
        var distinct = 0
        var counted = 0
        slide(over: times) { _, low, high in
            all &+= high &- low
            distinct &+= high &- max(low, counted)
            counted = high
        }
        return (all, distinct)
    }
}
