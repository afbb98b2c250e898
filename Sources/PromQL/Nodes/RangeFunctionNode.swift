import PrometheusBytes
import PrometheusModel

/// A function of a range vector.
struct RangeFunctionNode: VectorNode {
    /// Evaluates the scalar arguments and chooses the kernel, once a run.
    typealias Preparation = @Sendable (Evaluation, StepGrid) throws(PromQLError) -> WindowFunction

    let range: any RangeNode
    let dropsName: Bool
    /// Where to complain that the series do not look like counters; `nil` if the function takes everything.
    let counterPosition: Int?
    let prepare: Preparation

    var isUniqueWithoutName: Bool { range.isUniqueWithoutName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let function = try prepare(evaluation, grid)
        try range.rows(evaluation, grid, function) { (row: inout SeriesRow) throws(PromQLError) in
            if let counterPosition, !row.dropsName, !row.labels.looksLikeCounter {
                let text =
                    "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
                    + row.labels.metricName.quoted
                evaluation.annotate { $0.inform(text, at: counterPosition) }
            }
            if dropsName { row.dropsName = true }
            try sink(&row)
        }
    }
}

extension Labels {
    /// Whether the metric's name ends as those of counters do; a series without a name is not judged.
    fileprivate var looksLikeCounter: Bool {
        guard let range = Label.metricName.withRawSpan({ valueRange(of: $0) }) else { return true }
        return ["_total", "_sum", "_count", "_bucket"].contains {
            packed[range].suffix($0.utf8.count).elementsEqual($0.utf8)
        }
    }
}
