/// A part of a query that has the same value at all steps: evaluated at the first and repeated.
struct StepInvariantNode: VectorNode {
    let child: any VectorNode

    var isUniqueWithoutName: Bool { child.isUniqueWithoutName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        guard grid.count > 0 else { return }
        try evaluation.countingOnce(for: grid) { (evaluation) throws(PromQLError) in
            try repeatRows(evaluation, grid, sink)
        }
    }

    private func repeatRows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        try child.rows(evaluation, StepGrid(at: grid.start)) { (row: inout SeriesRow) throws(PromQLError) in
            guard let value = row.values.first, row.hasValues else { return }
            var repeated = SeriesRow()
            repeated.labels = row.labels
            repeated.dropsName = row.dropsName
            repeated.values = [Double](repeating: value, count: grid.count)
            if let histogram = row.histograms[0] {
                for step in 0..<grid.count { repeated.histograms.append(step, histogram) }
            }
            try sink(&repeated)
        }
    }
}

extension Evaluation {
    /// Runs a part that is evaluated once and stands for all steps: its samples take part in each and are read at the
    /// first.
    func countingOnce<Value>(
        for grid: StepGrid,
        _ part: (Evaluation) throws(PromQLError) -> Value
    ) throws(PromQLError) -> Value {
        let apart = SampleCounts(isPerStep: false)
        let value = try part(counting(in: apart))
        var pair = apart.total
        if counts.isPerStep {
            let later = SampleCounts.Pair(queryable: pair.queryable)
            counts.add([pair] + repeatElement(later, count: max(0, grid.count - 1)))
        } else {
            pair.queryable *= grid.count
            counts.add(pair)
        }
        return value
    }
}
