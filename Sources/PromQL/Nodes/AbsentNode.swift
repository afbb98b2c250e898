import LabelMatching
import PrometheusModel

/// `absent`: one element where the argument has none.
struct AbsentNode: VectorNode {
    let child: any VectorNode
    /// What the argument's matchers say about the missing series.
    let labels: Labels

    var isUniqueWithoutName: Bool { true }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        var result = SeriesRow()
        result.labels = labels
        result.values = [Double](repeating: 1, count: grid.count)
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            for step in 0..<grid.count where !row.values[step].isAbsent { result.values[step] = .absent }
            for step in row.histograms.steps { result.values[Int(step)] = .absent }
        }
        if result.hasValues { try sink(&result) }
    }

    /// The labels of a missing series, as far as the matchers of `selector` tell.
    static func labels(of selector: VectorSelector?) -> Labels {
        guard let selector else { return Labels() }
        var builder = LabelsBuilder()
        var seen: Set<String> = []
        for matcher in selector.matchers where matcher.name != Label.metricName {
            if matcher.kind == .equal, !seen.contains(matcher.name) {
                builder.set(matcher.name, matcher.value)
                seen.insert(matcher.name)
            } else {
                builder.remove(matcher.name)
            }
        }
        return builder.labels()
    }
}
