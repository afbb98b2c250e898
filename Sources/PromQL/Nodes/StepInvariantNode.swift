/// A part of a query that has the same value at all steps: evaluated at the first and repeated.
struct StepInvariantNode: VectorNode {
    let child: any VectorNode

    var isUniqueWithoutName: Bool { child.isUniqueWithoutName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        guard grid.count > 0 else { return }
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
