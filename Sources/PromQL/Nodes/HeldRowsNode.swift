/// Rows that were evaluated before, for a consumer that looks at them more than once.
struct HeldRowsNode: VectorNode {
    let rows: [SeriesRow]
    let isUniqueWithoutName: Bool

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        for row in rows {
            var copy = row
            try sink(&copy)
        }
    }
}
