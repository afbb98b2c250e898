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
    /// Where the expression starts.
    let position: Int

    var isUniqueWithoutName: Bool { dropsName }

    /// Whether the left side is the held one (`group_right`).
    private var holdsLeft: Bool { matching.cardinality == .oneToMany }

    /// Whether each streaming row has one result of its own, so that nothing has to be collected.
    private var isPaired: Bool {
        guard matching.include.isEmpty, left.isUniqueWithoutName, right.isUniqueWithoutName else { return false }
        guard matching.fillLeft == nil, matching.fillRight == nil else { return false }
        return matching.cardinality != .oneToOne || (!matching.isOn && matching.labels.isEmpty)
    }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let matcher = VectorMatcher(matching)
        var held = HeldSide(matcher: matcher, side: holdsLeft ? "left" : "right", stepCount: grid.count)
        try (holdsLeft ? left : right).rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            row.settleName(evaluation)
            try evaluation.hold(row)
            held.add(&row)
        }
        held.findDuplicates()
        let filling = VectorFilling(matching, kernel)
        guard !held.isEmpty || filling.held != nil else {
            // Nothing matches, but the other side may fail or have something to say.
            return try (holdsLeft ? right : left).rows(evaluation, grid) { (_: inout SeriesRow) throws(PromQLError) in }
        }
        if !filling.isEmpty { held.noteFilling() }
        var results = RowCollection(.merge)
        var remarks = BinaryRemarks()
        var matched =
            filling.streaming == nil ? [] : [StepSet](repeating: StepSet(count: grid.count), count: held.groupCount)
        let isPaired = isPaired
        try (holdsLeft ? right : left).rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            row.settleName(evaluation)
            held.noteStreaming(row)
            guard let group = filling.held == nil ? held.group(of: row.labels) : held.groupMakingOne(of: row.labels)
            else { return }
            let members = held.members(group)
            guard !isPaired else {
                var result = merged(&row, members, held, matcher, &remarks)
                if result.hasValues { try sink(&result) }
                return
            }
            if group < matched.count {
                for partner in members { matched[group].formUnion(held.common(partner, row)) }
            }
            if filling.held != nil {
                let steps = StepSet(of: row).subtracting(held.steps(ofGroup: group))
                let labels = labels(row.labels, matcher.signature(of: row.labels), matcher)
                try note(&held, group, steps, labels)
                var result = filling.result(of: row, labels, at: steps, &remarks)
                result.dropsName = keepsMark(row.dropsName)
                try collect(result, &results, evaluation)
            }
            for (position, partner) in members.enumerated() {
                let labels = labels(row.labels, held.rows[partner].labels, matcher)
                try note(&held, group, held.common(partner, row), labels)
                let isLast = position == members.count - 1
                try collect(combine(&row, held.rows[partner], labels, mayTake: isLast, &remarks), &results, evaluation)
            }
        }
        try held.failIfAmbiguous()
        for group in matched.indices {
            for member in held.members(group) {
                let row = held.rows[member]
                let labels = labels(matcher.signature(of: row.labels), row.labels, matcher)
                let steps = held.steps(of: member).subtracting(matched[group])
                var result = filling.counterpart(of: row, labels, at: steps, &remarks)
                result.dropsName = keepsMark(false)
                try collect(result, &results, evaluation)
            }
        }
        remarks.annotate(evaluation, kernel.operation, at: position)
        try results.drain(sink)
        evaluation.limits.release(held.rows.reduce(0) { $0 + $1.weight })
    }

    /// Notes matches, which must be unique in their group.
    private func note(_ held: inout HeldSide, _ group: Int, _ steps: StepSet, _ labels: Labels) throws(PromQLError) {
        if matching.cardinality == .oneToOne {
            try held.noteMatch(group, at: steps)
        } else {
            try held.noteGrouped(group, at: steps, labels)
        }
    }

    private func collect(
        _ row: SeriesRow,
        _ results: inout RowCollection,
        _ evaluation: Evaluation
    ) throws(PromQLError) {
        guard row.hasValues else { return }
        try evaluation.hold(row)
        var row = row
        try results.add(&row)
    }

    /// The result of a row with partners that have no step in common (or the query fails in the end).
    private func merged(
        _ streaming: inout SeriesRow,
        _ members: [Int],
        _ held: HeldSide,
        _ matcher: VectorMatcher,
        _ remarks: inout BinaryRemarks
    ) -> SeriesRow {
        let labels = labels(streaming.labels, held.rows[members[0]].labels, matcher)
        var result = combine(&streaming, held.rows[members[0]], labels, mayTake: members.count == 1, &remarks)
        for (position, partner) in members.enumerated().dropFirst() {
            let isLast = position == members.count - 1
            let other = combine(&streaming, held.rows[partner], labels, mayTake: isLast, &remarks)
            result.histograms.merge(other.histograms)
            for step in other.values.indices where !other.values[step].isAbsent {
                result.values[step] = other.values[step]
            }
        }
        return result
    }

    /// The result of a row with its partner; `mayTake` says that the row is not needed after that.
    private func combine(
        _ streaming: inout SeriesRow,
        _ partner: borrowing SeriesRow,
        _ labels: Labels,
        mayTake: Bool,
        _ remarks: inout BinaryRemarks
    ) -> SeriesRow {
        var result = SeriesRow()
        result.labels = labels
        // Between two vectors names are dropped at once; else the mark of the side that gives the labels stays.
        result.dropsName = keepsMark(streaming.dropsName)
        if !streaming.histograms.isEmpty || !partner.histograms.isEmpty || kernel.isForHistogramsOnly {
            combineElements(streaming, partner, &result, &remarks)
            return result
        }
        if holdsLeft {
            result.values = partner.values
            kernel.apply(&result.values, streaming.values)
            return result
        }
        if mayTake { swap(&result.values, &streaming.values) } else { result.values = streaming.values }
        kernel.apply(&result.values, partner.values)
        return result
    }

    private func keepsMark(_ isMarked: Bool) -> Bool { !dropsName && (isMarked || marksName) }

    /// The same for rows with native histograms.
    private func combineElements(
        _ streaming: borrowing SeriesRow,
        _ partner: borrowing SeriesRow,
        _ result: inout SeriesRow,
        _ remarks: inout BinaryRemarks
    ) {
        if holdsLeft {
            result.values = partner.values
            kernel.apply(&result.values, streaming.values)
            kernel.apply(partner, streaming, to: &result, &remarks)
        } else {
            result.values = streaming.values
            kernel.apply(&result.values, partner.values)
            kernel.apply(streaming, partner, to: &result, &remarks)
        }
    }

    private func labels(_ many: Labels, _ one: Labels, _ matcher: VectorMatcher) -> Labels {
        var result = dropsName ? many.withoutName : many
        if matching.cardinality == .oneToOne { return matcher.commonLabels(of: result) }
        for name in matching.include { result = result.setting(name, one[name] ?? "") }
        return result
    }
}
