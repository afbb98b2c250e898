import PrometheusModel

/// An arithmetic or comparison operator between two vectors.
///
/// The side whose elements must be unique is held, by signature; the other one streams past it.
struct VectorBinaryNode: VectorNode {
    let kernel: BinaryKernel
    let left: any VectorNode
    let right: any VectorNode
    let matching: VectorMatching
    /// Whether the result is no longer the metric that the name names.
    let dropsName: Bool
    /// Whether the name is to be dropped at the end of the query.
    let marksName: Bool

    var isUniqueWithoutName: Bool { dropsName }

    /// Whether the left side is the held one (`group_right`).
    private var holdsLeft: Bool { matching.cardinality == .oneToMany }

    /// Whether each streaming row has at most one partner and a result of its own, so that nothing has to be collected.
    private var isPaired: Bool {
        guard matching.include.isEmpty, left.isUniqueWithoutName, right.isUniqueWithoutName else { return false }
        return matching.cardinality != .oneToOne || (!matching.isOn && matching.labels.isEmpty)
    }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let matcher = VectorMatcher(matching)
        var held = HeldSide(matcher: matcher, side: holdsLeft ? "left" : "right")
        try (holdsLeft ? left : right).rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            row.settleName(evaluation)
            try evaluation.limits.hold(grid.count)
            held.add(&row)
        }
        held.findDuplicates(grid.count)
        guard !held.isEmpty else {
            // Nothing matches, but the other side may fail or have something to say.
            return try (holdsLeft ? right : left).rows(evaluation, grid) { (_: inout SeriesRow) throws(PromQLError) in }
        }
        var results = RowCollection(.merge)
        let isPaired = isPaired
        try (holdsLeft ? right : left).rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            row.settleName(evaluation)
            held.noteStreaming(row)
            guard let group = held.group(of: row.labels) else { return }
            for partner in held.members(group) {
                if matching.cardinality == .oneToOne { try held.noteMatch(group, partner, row) }
                var result = combine(row, held.rows[partner])
                if matching.cardinality != .oneToOne { try held.noteGrouped(group, partner, row, result.labels) }
                guard result.hasValues else { continue }
                if isPaired {
                    try sink(&result)
                } else {
                    try evaluation.limits.hold(grid.count)
                    try results.add(&result)
                }
            }
        }
        try held.failIfAmbiguous()
        try results.drain(sink)
        evaluation.limits.release(held.rows.count * grid.count)
    }

    private func combine(_ streaming: borrowing SeriesRow, _ partner: borrowing SeriesRow) -> SeriesRow {
        var result = SeriesRow()
        if holdsLeft {
            result.values = partner.values
            kernel.apply(&result.values, streaming.values)
        } else {
            result.values = streaming.values
            kernel.apply(&result.values, partner.values)
        }
        result.labels = labels(streaming.labels, partner.labels)
        // Between two vectors names are dropped at once; else the mark of the side that gives the labels stays.
        result.dropsName = !dropsName && (streaming.dropsName || marksName)
        return result
    }

    private func labels(_ many: Labels, _ one: Labels) -> Labels {
        var result = dropsName ? many.withoutName : many
        if matching.cardinality == .oneToOne { return VectorMatcher(matching).commonLabels(of: result) }
        for name in matching.include { result = result.setting(name, one[name] ?? "") }
        return result
    }
}
