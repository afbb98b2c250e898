import PrometheusBytes
import PrometheusModel

/// A function of a range vector.
struct RangeFunctionNode: VectorNode {
    /// Evaluates the scalar arguments and chooses the kernel, once a run.
    typealias Preparation = @Sendable (Evaluation, StepGrid) throws(PromQLError) -> WindowFunction

    let range: any RangeNode
    let dropsName: Bool
    /// Where complaints about the samples point to.
    let rangePosition: Int
    /// Where upstream points to when histograms are left out: the first argument, whatever it is.
    let firstPosition: Int
    /// Whether to complain of series that do not look like counters.
    let isForCounters: Bool
    /// What it does with series that have native histograms.
    let histogramRule: HistogramRangeRule
    let prepare: Preparation

    var isUniqueWithoutName: Bool { range.isUniqueWithoutName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let (floats, rule) = (try prepare(evaluation, grid), histogramRule)
        let usesStarts = evaluation.usesStartTimestamps
        let function: WindowFunction = { samples, windows, row in
            if samples.isFloatOnly {
                floats(samples, windows, &row)
            } else {
                rule.apply(samples, windows, &row, usesStarts: usesStarts, floats)
            }
        }
        try range.rows(evaluation, grid, function) { (row: inout SeriesRow) throws(PromQLError) in
            if !row.findings.isEmpty {
                let name = evaluation.metricName(of: row)
                row.findings.intersection(.ignoredBesideFloats)
                    .annotate(evaluation, metricName: name, at: firstPosition)
                row.findings.subtracting(.ignoredBesideFloats)
                    .annotate(evaluation, metricName: name, at: rangePosition)
                row.findings = []
                guard row.hasValues else { return }
            }
            if isForCounters, !row.dropsName, row.histograms.isEmpty || row.hasFloats {
                complain(ofKind: row.labels, evaluation)
            }
            if row.startOverlaps > 0 { complain(ofStarts: row, evaluation) }
            if dropsName { row.dropsName = true }
            try sink(&row)
        }
        try evaluation.throwFailure()
    }

    /// Says so if a series does not look like a counter: by its type where types are labels, else by its name.
    private func complain(ofKind labels: Labels, _ evaluation: Evaluation) {
        if evaluation.hasTypeLabels {
            let type = labels["__type__"] ?? ""
            guard type != "counter", type != "histogram", !labels.metricName.isEmpty else { return }
            let text =
                "metric might not be a counter, __type__ label is not set to \"counter\" or \"histogram\", got "
                + "\(type.quoted): \(labels.metricName.quoted)"
            return evaluation.annotate { $0.inform(text, at: rangePosition) }
        }
        guard !labels.looksLikeCounter else { return }
        let text =
            "metric might not be a counter, name does not end in _total/_sum/_count/_bucket: "
            + labels.metricName.quoted
        evaluation.annotate { $0.inform(text, at: rangePosition) }
    }

    private func complain(ofStarts row: borrowing SeriesRow, _ evaluation: Evaluation) {
        let annotation = Annotation(
            .warning,
            "sample has start time that overlaps with previous sample timestamp for metric "
                + row.labels.metricName.quoted,
            offset: rangePosition,
            detail: .occurrences(row.startOverlaps)
        )
        evaluation.annotate { $0.add(annotation) }
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
