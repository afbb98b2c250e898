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
            try evaluation.limits.hold(grid.count)
            let (group, isNew) = self.grouping.group(row, evaluation)
            if isNew { members.append([]) }
            members[group].append(rows.count)
            rows.append(row.take())
        }
    }

    /// Says that the rows are not needed any more.
    func release(_ evaluation: Evaluation, _ grid: StepGrid) { evaluation.limits.release(rows.count * grid.count) }

    /// Takes a row out.
    mutating func takeRow(_ index: Int) -> SeriesRow { rows[index].take() }
}
