/// A part that stands in a query more than once and is evaluated at the first of its places.
///
/// The rows are kept until the last place has had them, and are counted as held meanwhile. Samples count as looked at in
/// each place, and as read in the first.
struct SharedNode: VectorNode {
    let child: any VectorNode
    let shared: SharedRows
    /// Whether it was the first place to be planned.
    let isFirst: Bool

    var isUniqueWithoutName: Bool { child.isUniqueWithoutName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        if let (known, isLast) = shared.take(grid) { return try give(known, isLast, evaluation, sink) }
        guard shared.isAwaited else { return try child.rows(evaluation, grid, sink) }
        let apart = SampleCounts(isPerStep: evaluation.counts.isPerStep)
        var rows: [SeriesRow] = []
        try child.rows(evaluation.counting(in: apart), grid) { (row: inout SeriesRow) throws(PromQLError) in
            try evaluation.hold(row)
            rows.append(row.take())
        }
        let counts = apart.isPerStep ? apart.steps(grid.count) : [apart.total]
        evaluation.counts.add(counts)
        let queryable = counts.map { SampleCounts.Pair(queryable: $0.queryable) }
        shared.keep(SharedRows.Result(grid: grid, rows: rows, queryable: queryable))
        for row in rows {
            var copy = row
            try sink(&copy)
        }
    }

    private func give(
        _ known: SharedRows.Result,
        _ isLast: Bool,
        _ evaluation: Evaluation,
        _ sink: RowSink
    ) throws(PromQLError) {
        evaluation.counts.add(known.queryable)
        defer { if isLast { evaluation.limits.release(known.weight) } }
        for row in known.rows {
            var copy = row
            try sink(&copy)
        }
    }
}
