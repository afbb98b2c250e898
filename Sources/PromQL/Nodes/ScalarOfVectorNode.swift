/// `scalar(v)`: the value of the only element, NaN where there is none or more than one.
struct ScalarOfVectorNode: ScalarNode {
    let child: any VectorNode

    func column(_ evaluation: Evaluation, _ grid: StepGrid) throws(PromQLError) -> ScalarColumn {
        var values = [Double](repeating: .nan, count: grid.count)
        var counts = [Int32](repeating: 0, count: grid.count)
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            for step in 0..<grid.count where !row.values[step].isAbsent {
                counts[step] &+= 1
                values[step] = counts[step] == 1 ? row.values[step] : .nan
            }
        }
        return .column(values)
    }
}
