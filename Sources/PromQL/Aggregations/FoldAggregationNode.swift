/// An aggregation that folds each row into its group's numbers and forgets it.
struct FoldAggregationNode<Fold: GroupFold>: VectorNode {
    let child: any VectorNode
    let grouping: [String]
    let isWithout: Bool
    /// The operator, and where what it aggregates starts: for what is to be told about histograms.
    let name: String
    let position: Int

    var isUniqueWithoutName: Bool { isWithout || !grouping.contains("__name__") }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        var groups = Grouping(grouping, isWithout: isWithout)
        var fold = Fold()
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            let (group, isNew) = groups.group(row, evaluation)
            if isNew {
                try evaluation.limits.hold(grid.count)
                fold.addGroup(steps: grid.count)
            }
            fold.fold(row.values.span, at: group * grid.count)
            if row.histograms.isEmpty { return }
            if Fold.ignoresHistograms { return evaluation.noteIgnoredHistogram(name, at: position) }
            let findings = fold.fold(row.histograms, at: group * grid.count)
            findings.annotate(evaluation, metricName: evaluation.metricName(of: row), at: position)
        }
        var result = SeriesRow()
        for group in 0..<groups.count {
            result.resize(to: grid.count)
            for step in 0..<grid.count { result.values[step] = fold.result(group * grid.count + step) }
            if fold.hasHistograms { addHistograms(fold, at: group * grid.count, to: &result, evaluation) }
            guard result.hasValues else { continue }
            result.labels = groups.labels(group)
            result.dropsName = groups.dropsName[group]
            try sink(&result)
        }
        evaluation.limits.release(groups.count * grid.count)
    }

    /// Adds the results that are histograms; where there are floats too, there is no result.
    private func addHistograms(_ fold: Fold, at base: Int, to result: inout SeriesRow, _ evaluation: Evaluation) {
        for step in result.values.indices {
            guard let cell = fold.histogramResult(base + step) else { continue }
            if cell.hints.areConflicting {
                HistogramFindings.conflictingResets.annotate(evaluation, metricName: "", at: position)
            }
            if cell.isIncompatible {
                result.values[step] = .absent
            } else if !result.values[step].isAbsent {
                result.values[step] = .absent
                evaluation.annotate {
                    $0.warn("encountered a mix of histograms and floats for aggregation", at: position)
                }
            } else if let histogram = cell.histogram {
                result.histograms.append(step, histogram)
            }
        }
    }
}

extension Evaluation {
    /// Tells that an aggregation of floats leaves histograms out.
    func noteIgnoredHistogram(_ name: String, at position: Int) {
        annotate { $0.inform("ignored histogram in \(name) aggregation", at: position) }
    }
}
