/// `sort`, `sort_desc`: orders the elements of an instant query by value, NaN last.
struct SortNode: VectorNode {
    let child: any VectorNode
    let isDescending: Bool
    let position: Int

    var isUniqueWithoutName: Bool { child.isUniqueWithoutName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        if evaluation.isRange || grid.count > 1 {
            evaluation.warnOfSorting(at: position)
            return try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
                row.histograms.removeAll()
                if row.hasFloats { try sink(&row) }
            }
        }
        var rows: [SeriesRow] = []
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            row.histograms.removeAll()
            guard row.hasFloats else { return }
            try evaluation.limits.hold(row.values.count)
            rows.append(row.take())
        }
        let order = rows.indices.sorted { first, second in
            let (a, b) = (rows[first].values.first ?? .nan, rows[second].values.first ?? .nan)
            if a.isNaN || b.isNaN { return a.isNaN == b.isNaN ? first < second : b.isNaN }
            return a == b ? first < second : isDescending ? a > b : a < b
        }
        for index in order { try sink(&rows[index]) }
    }
}
