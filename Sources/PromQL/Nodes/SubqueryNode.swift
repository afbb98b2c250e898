import PrometheusModel
import Storage

/// A subquery: an instant vector, evaluated at the steps of a window, as if its values were samples.
struct SubqueryNode: RangeNode {
    let child: any VectorNode
    let rangeMilliseconds: Int64
    let stepMilliseconds: Int64
    let offsetMilliseconds: Int64
    let fixedTime: Int64?

    var isUniqueWithoutName: Bool { child.isUniqueWithoutName }

    func windows(_ grid: StepGrid) -> WindowGrid {
        WindowGrid(
            firstEnd: (fixedTime ?? grid.start) &- offsetMilliseconds,
            step: fixedTime == nil ? grid.step : 0,
            count: grid.count,
            range: rangeMilliseconds
        )
    }

    /// The steps inside: multiples of the step since the epoch, so that they do not depend on when one asks.
    private func innerGrid(_ windows: WindowGrid) -> StepGrid {
        var first = stepMilliseconds * (windows.start / stepMilliseconds)
        if first <= windows.start { first += stepMilliseconds }
        return StepGrid(start: first, end: windows.end, step: stepMilliseconds)
    }

    func rows(
        _ evaluation: Evaluation,
        _ grid: StepGrid,
        _ function: @escaping WindowFunction,
        _ sink: RowSink
    ) throws(PromQLError) {
        let positions = WindowPositions()
        let windows = windows(grid).remembering(positions)
        let inner = innerGrid(windows)
        let byStep = evaluation.counts.isPerStep
        // What is read inside and does not get into any window does not count.
        let isSparse = windows.count > 1 && windows.step > windows.range
        let reads = SampleCounts(isPerStep: byStep || isSparse)
        defer {
            positions.flush(evaluation)
            countReads(reads, inner, windows, evaluation)
        }
        var result = SeriesRow()
        var columns = SampleColumns()
        try child.rows(evaluation.counting(in: reads), inner) { (row: inout SeriesRow) throws(PromQLError) in
            columns.removeAll()
            columns.append(row, inner)
            result.resize(to: grid.count)
            function(columns, windows, &result)
            windows.countSamples(columns, positions, byStep: byStep, areRead: false)
            guard result.hasValues || !result.findings.isEmpty else { return }
            result.labels = row.labels
            result.dropsName = row.dropsName
            try sink(&result)
        }
    }

    /// Counts what was read inside at the first step whose window it got into.
    private func countReads(
        _ reads: SampleCounts,
        _ inner: StepGrid,
        _ windows: WindowGrid,
        _ evaluation: Evaluation
    ) {
        guard reads.isPerStep else {
            return evaluation.counts.add(SampleCounts.Pair(read: reads.total.read))
        }
        let insideCounts = reads.steps(inner.count)
        var counts = [SampleCounts.Pair](repeating: SampleCounts.Pair(), count: windows.count)
        var next = 0
        for step in counts.indices {
            let end = windows.end(step)
            while next < inner.count, inner[next] <= end {
                if inner[next] > end &- windows.range { counts[step].read += insideCounts[next].read }
                next += 1
            }
        }
        evaluation.counts.add(counts)
    }

    func samples(
        _ evaluation: Evaluation,
        _ grid: StepGrid,
        _ sink: (Labels, SampleColumns) throws(PromQLError) -> Void
    ) throws(PromQLError) {
        let inner = innerGrid(windows(StepGrid(at: grid.start)))
        let apart = SampleCounts(isPerStep: false)
        defer { evaluation.counts.add(apart.total) }
        try child.rows(evaluation.counting(in: apart), inner) { (row: inout SeriesRow) throws(PromQLError) in
            var columns = SampleColumns()
            columns.append(row, inner)
            guard columns.count > 0 else { return }
            try evaluation.limits.hold(columns.weight)
            row.removeDroppedName()
            try sink(row.labels, columns)
        }
    }
}

extension SampleColumns {
    /// Appends the values that are there, with the times of their steps.
    fileprivate mutating func append(_ row: borrowing SeriesRow, _ grid: StepGrid) {
        guard row.histograms.isEmpty else { return appendMixed(row, grid) }
        let values = row.values.span
        for step in 0..<values.count where !values[step].isAbsent { append(grid[step], values[step]) }
    }

    /// The same with histograms, of whose resets nothing is known: they may come from other samples than their neighbours.
    private mutating func appendMixed(_ row: borrowing SeriesRow, _ grid: StepGrid) {
        for step in 0..<grid.count {
            if !row.values[step].isAbsent {
                append(grid[step], row.values[step])
            } else if var histogram = row.histograms[step] {
                if histogram.counterResetHint != .gauge { histogram.counterResetHint = .unknown }
                append(grid[step], histogram)
            }
        }
    }
}
