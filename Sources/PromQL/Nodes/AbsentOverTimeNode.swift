import PrometheusModel

/// `absent_over_time`: one element where no series has a sample in the window.
struct AbsentOverTimeNode: VectorNode {
    let range: any RangeNode
    let labels: Labels

    var isUniqueWithoutName: Bool { true }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        var result = SeriesRow()
        result.labels = labels
        result.values = [Double](repeating: 1, count: grid.count)
        let present: WindowFunction = { WindowPickKernel.present($0, $1, &$2.values) }
        try range.rows(evaluation, grid, present) { (row: inout SeriesRow) throws(PromQLError) in
            for step in 0..<grid.count where !row.values[step].isAbsent { result.values[step] = .absent }
        }
        if result.hasValues { try sink(&result) }
    }
}
