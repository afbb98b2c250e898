import PrometheusBytes
import PrometheusModel

/// `histogram_quantile` and `histogram_fraction` of classic histograms: the series of a histogram's buckets become one.
///
/// (Elements that are native histograms will be handed to their own function here.)
struct ClassicHistogramNode: VectorNode {
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

    /// The bucket series of one histogram.
    private struct Member {
        let upperBound: Double
        let values: [Double]
    }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let arguments = try arguments(evaluation, grid)
        var groups = Grouping(allBut: Label.bucketBound)
        var members: [[Member]] = []
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            guard let upperBound = bound(of: row, evaluation) else { return }
            try evaluation.limits.hold(grid.count)
            let (group, isNew) = groups.group(row, evaluation)
            if isNew { members.append([]) }
            let taken = row.take()
            members[group].append(Member(upperBound: upperBound, values: taken.values))
        }
        var result = SeriesRow()
        for group in members.indices {
            try evaluation.limits.check()
            members[group].sort { $0.upperBound < $1.upperBound }
            result.resize(to: grid.count)
            let name = evaluation.delaysNameRemoval ? groups.labels(group).metricName : ""
            estimate(members[group], arguments, name, evaluation, grid, &result.values)
            evaluation.limits.release(members[group].count * grid.count)
            members[group] = []
            guard result.hasValues else { continue }
            result.labels = groups.labels(group)
            result.dropsName = true
            try sink(&result)
        }
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

    /// The value of the label `le`; warns if it is none.
    private func bound(of row: borrowing SeriesRow, _ evaluation: Evaluation) -> Double? {
        let bytes = row.labels.packed
        let range = Label.bucketBound.withRawSpan { row.labels.valueRange(of: $0) }
        if let range, let value = FloatText.parse(bytes.rawSpan.extracting(range)) { return value }
        let text = range.map { String(decoding: bytes[$0], as: UTF8.self) } ?? ""
        let name = evaluation.delaysNameRemoval ? row.labels.metricName : ""
        let suffix = name.isEmpty ? "" : " for metric name \(name.quoted)"
        evaluation.annotate {
            $0.warn(
                "bucket label \"le\" is missing or has a malformed value of \(text.quoted)\(suffix)",
                at: vectorPosition
            )
        }
        return nil
    }

    private func estimate(
        _ members: [Member],
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
