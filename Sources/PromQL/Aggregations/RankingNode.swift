/// `topk` and `bottomk`: the elements with the greatest or least values of each group, with all their labels.
struct RankingNode: VectorNode {
    let child: any VectorNode
    let parameter: any ScalarNode
    let picksGreatest: Bool
    let grouping: [String]
    let isWithout: Bool

    /// A row that is among the best at a step.
    private struct Choice {
        let row: Int
        let step: Int
        let value: Double
    }

    var isUniqueWithoutName: Bool { child.isUniqueWithoutName }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let counts = try CountParameter.counts(parameter.column(evaluation, grid), grid)
        guard counts.contains(where: { $0 >= 1 }) else { return }
        let input = try GroupedRows(child, by: Grouping(grouping, isWithout: isWithout), evaluation, grid)
        var choices: [Choice] = []
        for members in input.members {
            try evaluation.limits.check()
            for step in 0..<grid.count where counts[step] > 0 {
                choose(counts[step], of: members, at: step, input.rows, &choices)
            }
        }
        // Series keep their order in range queries; in instant queries the groups follow each other, the best first.
        if evaluation.isRange { choices.sort { ($0.row, $0.step) < ($1.row, $1.step) } }
        try emit(choices, input.rows, grid, sink)
        input.release(evaluation, grid)
    }

    /// Appends the best rows at a step, the best first; of equal ones the earlier.
    private func choose(
        _ count: Int,
        of members: [Int],
        at step: Int,
        _ rows: [SeriesRow],
        _ choices: inout [Choice]
    ) {
        let start = choices.count
        for index in members {
            let value = rows[index].values[step]
            if value.isAbsent { continue }
            let isFull = choices.count - start == count
            if isFull, let worst = choices.last, !isBetter(value, worst.value) { continue }
            if isFull { choices.removeLast() }
            var (low, high) = (start, choices.count)
            while low < high {
                let middle = (low + high) / 2
                if isBetter(value, choices[middle].value) { high = middle } else { low = middle + 1 }
            }
            choices.insert(Choice(row: index, step: step, value: value), at: low)
        }
    }

    /// Whether `value` is strictly better; NaN is the worst.
    @inline(__always)
    private func isBetter(_ value: Double, _ other: Double) -> Bool {
        if other.isNaN { return !value.isNaN }
        return picksGreatest ? value > other : value < other
    }

    /// Hands on the rows, each with only those steps at which it is among the best.
    private func emit(
        _ choices: [Choice],
        _ rows: [SeriesRow],
        _ grid: StepGrid,
        _ sink: RowSink
    ) throws(PromQLError) {
        var next = 0
        while next < choices.count {
            let index = choices[next].row
            var row = SeriesRow()
            row.labels = rows[index].labels
            row.dropsName = rows[index].dropsName
            row.values = [Double](repeating: .absent, count: grid.count)
            while next < choices.count, choices[next].row == index {
                row.values[choices[next].step] = choices[next].value
                next += 1
            }
            try sink(&row)
        }
    }
}
