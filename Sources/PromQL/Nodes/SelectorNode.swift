/// A vector selector: the newest sample of each series at each step.
struct SelectorNode: VectorNode {
    let source: SeriesSource
    /// Whether the samples' times are wanted in place of their values: `timestamp(x)`.
    let returnsTimes: Bool

    var isUniqueWithoutName: Bool { source.hasFixedName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let windows = source.windows(grid, range: evaluation.lookbackMilliseconds)
        let returnsTimes = returnsTimes
        try source.rows(
            evaluation,
            windows,
            { samples, row in
                let count =
                    returnsTimes
                    ? Resampling.times(samples, windows, &row.values) : Resampling.values(samples, windows, &row.values)
                evaluation.count(queryable: count, read: count)
                row.dropsName = returnsTimes
                return count > 0
            },
            sink
        )
    }
}
