/// A function that changes each value of an instant vector by itself.
struct MapNode: VectorNode {
    typealias Change = (inout [Double]) -> Void
    /// Evaluates the scalar arguments and chooses the loop, once a run.
    typealias Preparation = @Sendable (Evaluation, StepGrid) throws(PromQLError) -> Change

    let child: any VectorNode
    let dropsName: Bool
    let prepare: Preparation

    var isUniqueWithoutName: Bool { child.isUniqueWithoutName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let change = try prepare(evaluation, grid)
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            change(&row.values)
            guard row.hasValues else { return }
            if dropsName { row.dropsName = true }
            try sink(&row)
        }
    }
}
