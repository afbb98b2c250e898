import PrometheusModel

/// `histogram_quantiles`: several quantiles of the same histograms, told apart by a label.
struct HistogramQuantilesNode: VectorNode {
    /// One of the quantiles and where it stands in the query.
    struct Quantile: Sendable {
        let node: any ScalarNode
        let position: Int
    }

    let child: any VectorNode
    let label: String
    let quantiles: [Quantile]
    /// Where complaints about buckets point to.
    let vectorPosition: Int

    var isUniqueWithoutName: Bool { false }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        var held: [SeriesRow] = []
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            try evaluation.hold(row)
            held.append(row.take())
        }
        let source = HeldRowsNode(rows: held, isUniqueWithoutName: child.isUniqueWithoutName)
        var results = RowCollection(.merge)
        for quantile in quantiles {
            let column = try quantile.node.column(evaluation, grid)
            for value in Self.distinct(column, grid) {
                let estimate = HistogramEstimateNode(
                    child: source,
                    estimate: .quantile(ConstantNode(value: value), position: quantile.position),
                    vectorPosition: vectorPosition
                )
                try estimate.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
                    if case .column = column {
                        for step in 0..<grid.count where !Self.isSame(column[step], value) {
                            row.values[step] = .absent
                        }
                    }
                    row.settleName(evaluation)
                    row.labels = row.labels.setting(label, Self.text(of: value))
                    if row.hasValues { try results.add(&row) }
                }
            }
        }
        try results.drain(sink)
        evaluation.limits.release(held.reduce(0) { $0 + $1.weight })
    }

    /// The different values of a scalar, in the order of the steps.
    private static func distinct(_ column: ScalarColumn, _ grid: StepGrid) -> [Double] {
        guard case .column(let values) = column else { return [column[0]] }
        return values.reduce(into: []) { known, value in
            if !known.contains(where: { isSame($0, value) }) { known.append(value) }
        }
    }

    private static func isSame(_ first: Double, _ second: Double) -> Bool {
        first == second || (first.isNaN && second.isNaN)
    }

    /// A number as OpenMetrics writes it in labels: never without a point or an exponent.
    static func text(of value: Double) -> String {
        let text = FloatText.generalString(value)
        return value.isFinite && !text.contains(where: { $0 == "." || $0 == "e" }) ? text + ".0" : text
    }
}
