/// An arithmetic or comparison operator between a vector and a scalar.
struct ScalarBinaryNode: VectorNode {
    let kernel: BinaryKernel
    let child: any VectorNode
    let operand: any ScalarNode
    let isScalarLeft: Bool
    let dropsName: Bool
    /// Where the expression starts.
    let position: Int

    var isUniqueWithoutName: Bool { child.isUniqueWithoutName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let column = try operand.column(evaluation, grid)
        var remarks = BinaryRemarks()
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            if kernel.isForHistogramsOnly {
                for step in row.values.indices where !row.values[step].isAbsent {
                    remarks.note(.floatWithFloat, at: step, of: grid.count)
                }
            }
            if isScalarLeft {
                kernel.apply(scalar: column, &row.values)
            } else {
                kernel.apply(&row.values, scalar: column)
            }
            if !row.histograms.isEmpty {
                kernel.apply(&row, scalar: column, isScalarLeft: isScalarLeft, &remarks)
            }
            guard row.hasValues else { return }
            if dropsName { row.dropsName = true }
            try sink(&row)
        }
        remarks.annotate(evaluation, kernel.operation, at: position)
    }
}
