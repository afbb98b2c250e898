/// `vector(s)`: one element without labels.
struct VectorOfScalarNode: VectorNode {
    let scalar: any ScalarNode

    var isUniqueWithoutName: Bool { true }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        var row = SeriesRow()
        row.values = try scalar.column(evaluation, grid).expanded(to: grid.count)
        try sink(&row)
    }
}
