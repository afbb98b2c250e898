/// A function that changes each value of an instant vector by itself.
struct MapNode: VectorNode {
    typealias Change = (inout [Double]) -> Void
    /// Evaluates the scalar arguments and chooses the loop, once a run.
    typealias Preparation = @Sendable (Evaluation, StepGrid) throws(PromQLError) -> Change

    /// Changes the native histograms of a row.
    typealias HistogramChange = (inout SeriesRow) -> Void
    typealias HistogramPreparation = @Sendable (Evaluation, StepGrid) throws(PromQLError) -> HistogramChange

    let child: any VectorNode
    let dropsName: Bool
    /// Chooses what becomes of native histograms; without it they are left out.
    var prepareHistograms: HistogramPreparation?
    let prepare: Preparation

    var isUniqueWithoutName: Bool { child.isUniqueWithoutName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let change = try prepare(evaluation, grid)
        let changeHistograms = try prepareHistograms?(evaluation, grid)
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            change(&row.values)
            if !row.histograms.isEmpty {
                if let changeHistograms { changeHistograms(&row) } else { row.histograms.removeAll() }
            }
            guard row.hasValues else { return }
            if dropsName { row.dropsName = true }
            try sink(&row)
        }
    }
}
