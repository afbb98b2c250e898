import PrometheusModel

/// `sort_by_label`, `sort_by_label_desc`: orders the elements of an instant query by labels, numbers inside them as such.
struct LabelSortNode: VectorNode {
    let child: any VectorNode
    let names: [String]
    let isDescending: Bool
    let position: Int

    var isUniqueWithoutName: Bool { child.isUniqueWithoutName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        if evaluation.isRange || grid.count > 1 {
            evaluation.warnOfSorting(at: position)
            return try child.rows(evaluation, grid, sink)
        }
        var rows: [SeriesRow] = []
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            row.settleName(evaluation)
            try evaluation.hold(row)
            rows.append(row.take())
        }
        let keys = rows.map { row in names.map { row.labels[$0] ?? "" } }
        let order = rows.indices.sorted { first, second in
            for (a, b) in zip(keys[first], keys[second]) where a != b {
                return NaturalOrder.precedes(a, b) != isDescending
            }
            let (a, b) = (rows[first].labels, rows[second].labels)
            return isDescending ? b < a : a < b
        }
        for index in order { try sink(&rows[index]) }
    }
}
