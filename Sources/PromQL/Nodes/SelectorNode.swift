import PrometheusModel

/// A vector selector: the newest sample of each series at each step.
struct SelectorNode: VectorNode {
    /// What is wanted of a sample.
    enum Pick: Sendable {
        case value
        /// Its time in seconds: `timestamp(x)`.
        case time
        /// The start of its counter in seconds: `start_timestamp(x)`.
        case startTime
        /// A value between it and the next sample: `x smoothed`.
        case smoothedValue
    }

    let source: SeriesSource
    let pick: Pick
    /// Where the selector starts.
    let position: Int

    var isUniqueWithoutName: Bool { source.hasFixedName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let windows = source.windows(grid, range: evaluation.lookbackMilliseconds)
        let (pick, countsSteps) = (pick, evaluation.counts.isPerStep)
        let dropsName = pick == .time || pick == .startTime
        let make: @Sendable (inout SampleColumns, inout SeriesRow, WindowPositions) -> Bool = {
            samples,
            row,
            positions in
            let windows = windows.remembering(positions)
            var count: Int
            switch pick {
            case .value: count = Resampling.values(samples, windows, &row.values)
            case .time: count = Resampling.times(samples, windows, &row.values)
            case .startTime: count = Resampling.startTimes(samples, windows, &row.values)
            case .smoothedValue:
                samples.removeStaleMarkers()
                count =
                    samples.isFloatOnly
                    ? Resampling.smoothed(samples, windows, &row.values)
                    : HistogramInterpolation.smooth(samples, windows, &row)
            }
            if !samples.isFloatOnly, pick == .value { count = Resampling.histograms(samples, windows, &row) }
            if countsSteps { row.countSteps(positions) } else { positions.count(queryable: count, read: count) }
            row.dropsName = dropsName
            return count > 0 || !row.findings.isEmpty
        }
        guard pick == .smoothedValue else { return try source.rows(evaluation, windows, make, sink) }
        try source.rows(evaluation, windows, make) { (row: inout SeriesRow) throws(PromQLError) in
            row.findings.annotate(evaluation, metricName: evaluation.metricName(of: row), at: position)
            row.findings = []
            if row.hasValues { try sink(&row) }
        }
    }
}

extension SeriesRow {
    /// Counts each value at its step.
    fileprivate func countSteps(_ counter: WindowPositions) {
        for step in values.indices where !values[step].isAbsent { counter.count(queryable: 1, read: 1, at: step) }
        for (index, step) in histograms.steps.enumerated() {
            let weight = histograms.histograms[index].sampleWeight
            counter.count(queryable: weight, read: weight, at: Int(step))
        }
    }
}
