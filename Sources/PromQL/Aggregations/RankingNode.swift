import PrometheusModel

/// `topk` and `bottomk`: the elements with the greatest or least values of each group, with all their labels.
///
/// Only what may still be among the best is kept, and of its series the labels.
struct RankingNode: VectorNode {
    let child: any VectorNode
    let parameter: any ScalarNode
    let picksGreatest: Bool
    let grouping: [String]
    let isWithout: Bool
    /// Where the aggregation starts.
    let position: Int

    /// A series that was among the best at some step.
    private struct Contender {
        let labels: Labels
        let dropsName: Bool
    }

    var isUniqueWithoutName: Bool { child.isUniqueWithoutName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let counts = try CountParameter.counts(parameter.column(evaluation, grid), grid)
        guard counts.contains(where: { $0 >= 1 }) else {
            // Nothing is chosen, but the other side may fail or have something to say.
            return try child.rows(evaluation, grid) { (_: inout SeriesRow) throws(PromQLError) in }
        }
        let empty = counts.map { BestChoices(limit: $0, picksGreatest: picksGreatest) }
        var groups = Grouping(grouping, isWithout: isWithout)
        // For each group, the best of each step.
        var ranks: [[BestChoices]] = []
        var contenders: [Contender] = []
        var held = 0
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            if !row.histograms.isEmpty {
                evaluation.noteIgnoredHistogram(picksGreatest ? "topk" : "bottomk", at: position)
            }
            let (group, isNew) = groups.group(row, evaluation)
            if isNew { ranks.append(empty) }
            let added = Self.offer(row.values.span, of: contenders.count, to: &ranks[group])
            guard added >= 0 else { return }
            held += added
            try evaluation.limits.hold(added)
            contenders.append(Contender(labels: row.labels, dropsName: row.dropsName))
        }
        if evaluation.isRange || grid.count > 1 {
            try emit(ranks, contenders, grid, sink)
        } else {
            try emitInOrder(ranks, contenders, sink)
        }
        evaluation.limits.release(held)
    }

    /// Offers the values of a series, step by step.
    ///
    /// - Returns: by how many elements the ranks have grown, −1 if nothing was taken.
    private static func offer(_ values: borrowing Span<Double>, of series: Int, to ranks: inout [BestChoices]) -> Int {
        var growth = -1
        for step in 0..<values.count where !values[step].isAbsent {
            let before = ranks[step].choices.count
            guard ranks[step].offer(BestChoices.Choice(series: series, value: values[step])) else { continue }
            growth = max(0, growth) + ranks[step].choices.count - before
        }
        return growth
    }

    /// Hands on the series in their order, each with those steps at which it is among the best.
    private func emit(
        _ ranks: [[BestChoices]],
        _ contenders: [Contender],
        _ grid: StepGrid,
        _ sink: RowSink
    ) throws(PromQLError) {
        var columns = [[Double]](repeating: [], count: contenders.count)
        for steps in ranks {
            for (step, best) in steps.enumerated() {
                for choice in best.choices {
                    if columns[choice.series].isEmpty {
                        columns[choice.series] = [Double](repeating: .absent, count: grid.count)
                    }
                    columns[choice.series][step] = choice.value
                }
            }
        }
        for index in contenders.indices where !columns[index].isEmpty {
            var row = SeriesRow()
            row.labels = contenders[index].labels
            row.dropsName = contenders[index].dropsName
            swap(&row.values, &columns[index])
            try sink(&row)
        }
    }

    /// Hands on the elements of an instant query: the groups follow each other, the best of each first.
    private func emitInOrder(
        _ ranks: [[BestChoices]],
        _ contenders: [Contender],
        _ sink: RowSink
    ) throws(PromQLError) {
        for steps in ranks {
            for choice in steps.first?.sorted() ?? [] {
                var row = SeriesRow()
                row.labels = contenders[choice.series].labels
                row.dropsName = contenders[choice.series].dropsName
                row.values = [choice.value]
                try sink(&row)
            }
        }
    }
}
