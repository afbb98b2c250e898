import PrometheusBytes
import PrometheusModel

/// `histogram_quantile` and `histogram_fraction`: of native histograms, and of classic ones, whose buckets' series become one.
struct HistogramEstimateNode: VectorNode {
    enum Estimate: Sendable {
        case quantile(any ScalarNode, position: Int)
        case fraction(lower: any ScalarNode, upper: any ScalarNode)
    }

    let child: any VectorNode
    let estimate: Estimate
    /// Where complaints about buckets point to.
    let vectorPosition: Int

    var isUniqueWithoutName: Bool { child.isUniqueWithoutName }

    /// The scalar arguments at all steps.
    private enum Arguments {
        case quantile(ScalarColumn)
        case fraction(lower: ScalarColumn, upper: ScalarColumn)
    }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let arguments = try arguments(evaluation, grid)
        var input = HistogramInput(vectorPosition: vectorPosition)
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            try input.add(&row, evaluation)
        }
        input.removeAmbiguous(evaluation)
        for native in input.natives {
            var row = native.row
            evaluation.limits.release(row.weight)
            estimateNative(&row, arguments, evaluation)
            if row.hasValues { try sink(&row) }
        }
        try estimateClassic(&input, arguments, evaluation, grid, sink)
    }

    private func arguments(_ evaluation: Evaluation, _ grid: StepGrid) throws(PromQLError) -> Arguments {
        switch estimate {
        case .quantile(let node, let position):
            let column = try node.column(evaluation, grid)
            evaluation.warnOfQuantiles(column, grid, at: position)
            return .quantile(column)
        case .fraction(let lower, let upper):
            return .fraction(lower: try lower.column(evaluation, grid), upper: try upper.column(evaluation, grid))
        }
    }

    // MARK: Native histograms

    /// Replaces the histograms of the row by estimates.
    private func estimateNative(_ row: inout SeriesRow, _ arguments: Arguments, _ evaluation: Evaluation) {
        let name = evaluation.delaysNameRemoval ? row.labels.metricName : ""
        for (index, step) in row.histograms.steps.enumerated() {
            let histogram = row.histograms.histograms[index]
            let (value, remark) =
                switch arguments {
                case .quantile(let quantiles): HistogramEstimates.quantile(quantiles[Int(step)], histogram)
                case .fraction(let lower, let upper):
                    HistogramEstimates.fraction(lower[Int(step)], upper[Int(step)], histogram)
                }
            row.values[Int(step)] = value
            if let remark { tell(remark, name, evaluation) }
        }
        row.histograms.removeAll()
        row.dropsName = true
    }

    private func tell(_ remark: HistogramEstimates.Remark, _ name: String, _ evaluation: Evaluation) {
        let suffix = name.isEmpty ? "" : " for metric name \(name.quoted)"
        let text =
            switch remark {
            case .resultIsNaN: "input to histogram_quantile has NaN observations, result is NaN"
            case .resultIsSkewed: "input to histogram_quantile has NaN observations, result is skewed higher"
            case .excluded:
                "input to histogram_fraction has NaN observations, which are excluded from all fractions"
            }
        evaluation.annotate { $0.inform(text + suffix, at: vectorPosition) }
    }

    // MARK: Classic histograms

    private func estimateClassic(
        _ input: inout HistogramInput,
        _ arguments: Arguments,
        _ evaluation: Evaluation,
        _ grid: StepGrid,
        _ sink: RowSink
    ) throws(PromQLError) {
        var result = SeriesRow()
        for group in 0..<input.groupCount {
            try evaluation.limits.check()
            let members = input.takeMembers(group)
            if members.isEmpty { continue }
            result.resize(to: grid.count)
            let labels = input.labels(group)
            let name = evaluation.delaysNameRemoval ? labels.metricName : ""
            estimate(members, arguments, name, evaluation, grid, &result.values)
            evaluation.limits.release(members.count * grid.count)
            guard result.hasValues else { continue }
            result.labels = labels
            result.dropsName = true
            try sink(&result)
        }
    }

    private func estimate(
        _ members: [HistogramInput.BucketSeries],
        _ arguments: Arguments,
        _ name: String,
        _ evaluation: Evaluation,
        _ grid: StepGrid,
        _ values: inout [Double]
    ) {
        var histogram = ClassicHistogram()
        var fixes = BucketFixes()
        for step in 0..<grid.count {
            histogram.removeAll()
            for member in members where !member.values[step].isAbsent {
                histogram.append(ClassicBucket(upperBound: member.upperBound, count: member.values[step]))
            }
            if histogram.isEmpty {
                values[step] = .absent
                continue
            }
            switch arguments {
            case .quantile(let quantiles): values[step] = histogram.quantile(quantiles[step])
            case .fraction(let lower, let upper): values[step] = histogram.fraction(lower[step], upper[step])
            }
            if let correction = histogram.correction { fixes.add(correction, at: grid[step]) }
        }
        guard !fixes.isEmpty else { return }
        let found = fixes
        evaluation.annotate {
            $0.add(
                Annotation(
                    .info,
                    BucketFixes.text(metricName: name),
                    offset: vectorPosition,
                    detail: .bucketFixes(found)
                )
            )
        }
    }
}
