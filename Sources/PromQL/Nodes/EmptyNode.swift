/// Evaluates its argument and has no elements: functions of native histograms, given floats.
struct EmptyNode: VectorNode {
    let child: any VectorNode

    var isUniqueWithoutName: Bool { true }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        try child.rows(evaluation, grid) { (_: inout SeriesRow) throws(PromQLError) in }
    }
}
