import PrometheusModel

/// `label_replace` and `label_join`: changes the labels of each series.
struct LabelNode: VectorNode {
    let child: any VectorNode
    /// The label that is written; writing the name cancels its loss.
    let destination: String
    /// The changed labels; `nil` if nothing is to be written.
    let change: @Sendable (Labels) -> Labels?

    var isUniqueWithoutName: Bool { false }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        var collection = RowCollection(.merge)
        let writesName = destination == Label.metricName
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            row.settleName(evaluation)
            if let labels = change(row.labels) {
                if writesName { row.dropsName = false }
                row.labels = labels
            }
            try collection.add(&row)
        }
        try collection.drain(sink)
    }
}
