import PrometheusModel

/// `count_values`: how many elements of a group have the same value.
struct CountValuesNode: VectorNode {
    let child: any VectorNode
    /// The label that the value becomes.
    let label: String
    let grouping: [String]
    let isWithout: Bool

    var isUniqueWithoutName: Bool { isWithout || !(grouping + [label]).contains("__name__") }

    /// A result: which group, which value.
    private struct Cell: Hashable {
        let group: Int
        let valueBits: UInt64
        /// A histogram's text, empty for a float.
        var text = ""
    }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        var groups = Grouping(isWithout ? grouping + [label] : grouping, isWithout: isWithout)
        var cells: [Cell: Int] = [:]
        var labels = LabelTable()
        var counts: [[Double]] = []
        var names: [Bool] = []
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            let (group, _) = groups.group(row, evaluation)
            let dropsName = row.dropsName && evaluation.delaysNameRemoval
            func count(_ cell: Cell, at step: Int, _ text: () -> String) throws(PromQLError) {
                let index: Int
                if let known = cells[cell] {
                    index = known
                } else {
                    let found = labels.index(of: groups.labels(group).setting(label, text()).packed)
                    index = found.index
                    cells[cell] = index
                    if found.isNew {
                        try evaluation.limits.hold(grid.count)
                        counts.append([Double](repeating: 0, count: grid.count))
                        names.append(false)
                    }
                }
                counts[index][step] += 1
                if dropsName { names[index] = true }
            }
            for step in 0..<grid.count where !row.values[step].isAbsent {
                let value = row.values[step]
                let bits = value.isNaN ? Double.nan.bitPattern : value.bitPattern
                try count(Cell(group: group, valueBits: bits), at: step) { FloatText.string(value, .fixed) }
            }
            try row.histograms.forEach { (step, histogram) throws(PromQLError) in
                let text = histogram.description
                try count(Cell(group: group, valueBits: 0, text: text), at: step) { text }
            }
        }
        for (index, column) in counts.enumerated() {
            var row = SeriesRow()
            row.labels = labels.keys[index]
            row.dropsName = names[index]
            row.values = column.map { $0 == 0 ? .absent : $0 }
            try sink(&row)
        }
    }
}
