/// An aggregation that folds each row into its group's numbers and forgets it.
struct FoldAggregationNode<Fold: GroupFold>: VectorNode {
    let child: any VectorNode
    let grouping: [String]
    let isWithout: Bool

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
        }
        var result = SeriesRow()
        for group in 0..<groups.count {
            result.resize(to: grid.count)
            for step in 0..<grid.count { result.values[step] = fold.result(group * grid.count + step) }
            guard result.hasValues else { continue }
            result.labels = groups.labels(group)
            result.dropsName = groups.dropsName[group]
            try sink(&result)
        }
        evaluation.limits.release(groups.count * grid.count)
    }
}
