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
        let (windows, countsSteps) = (windows(grid), evaluation.counts.isPerStep)
        try source.rows(
            evaluation,
            windows,
            { samples, row, positions in
                samples.removeStaleMarkers()
                let windows = windows.remembering(positions)
                function(samples, windows, &row)
                windows.countSamples(samples, positions, byStep: countsSteps)
                return row.hasValues || !row.findings.isEmpty
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
            let weight = samples.weight
            try evaluation.limits.hold(weight)
            evaluation.counts.add(SampleCounts.Pair(queryable: weight, read: weight))
            try sink(selection.labels(at: index), samples)
        }
    }
}

extension SampleColumns {
    /// Removes the samples that only say that a series has ended.
    mutating func removeStaleMarkers() {
        guard mayHaveStaleMarkers, var kept = values.firstIndex(where: \.isAbsent) else { return }
        forgetKnown(from: kept)
        guard isFloatOnly, startTimestamps.isEmpty else { return removeStaleRows() }
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

    /// The same where there are more columns than two.
    private mutating func removeStaleRows() {
        var kept = SampleColumns()
        var nextHistogram = 0
        for row in 0..<count {
            let isHistogram = nextHistogram < histogramRows.count && Int(histogramRows[nextHistogram]) == row
            if isHistogram { nextHistogram += 1 }
            if values[row].isAbsent { continue }
            if isHistogram {
                kept.append(timestamps[row], histograms[nextHistogram - 1])
            } else {
                kept.append(timestamps[row], values[row])
            }
            if !startTimestamps.isEmpty { kept.setStartOfLast(startTimestamps[row]) }
        }
        self = kept
    }

    /// Whether there may be samples that only say that a series has ended: those are NaN.
    ///
    /// Without a branch for each.
    private var mayHaveStaleMarkers: Bool {
        let start = known.numbers
        // Safe: indices are below the count.
        return unsafe values.withUnsafeBufferPointer { values in
            var found = 0
            for index in start..<values.count { found |= unsafe values[index] != values[index] ? 1 : 0 }
            return found != 0
        }
    }

    /// How many samples of floats they count for.
    var weight: Int {
        isFloatOnly ? count : histograms.reduce(count - histograms.count) { $0 + $1.sampleWeight }
    }
}
