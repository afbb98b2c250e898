/// All rows of a vector, held by group, for aggregations that must see a group as a whole.
struct GroupedRows {
    private(set) var rows: [SeriesRow] = []
    /// The positions of each group's rows, groups in the order of their first members.
    private(set) var members: [[Int]] = []
    private(set) var grouping: Grouping

    init(
        _ child: any VectorNode,
        by grouping: Grouping,
        _ evaluation: Evaluation,
        _ grid: StepGrid
    ) throws(PromQLError) {
        self.grouping = grouping
        try child.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            try evaluation.hold(row)
            let (group, isNew) = self.grouping.group(row, evaluation)
            if isNew { members.append([]) }
            members[group].append(rows.count)
            rows.append(row.take())
        }
    }

    /// Says that the rows are not needed any more.
    func release(_ evaluation: Evaluation, _ grid: StepGrid) {
        evaluation.limits.release(rows.reduce(0) { $0 + $1.weight })
    }

    /// Removes native histograms for an aggregation of floats, and tells the user.
    mutating func leaveOutHistograms(_ name: String, at position: Int, _ evaluation: Evaluation) {
        for index in rows.indices where !rows[index].histograms.isEmpty {
            evaluation.limits.release(rows[index].histograms.weight)
            rows[index].histograms.removeAll()
            evaluation.noteIgnoredHistogram(name, at: position)
        }
    }

    /// Takes a row out.
    mutating func takeRow(_ index: Int) -> SeriesRow { rows[index].take() }
}
