import PrometheusModel

/// `and`, `or`, `unless`: elements of one vector, by whether the other has elements with the same labels.
struct SetOperationNode: VectorNode {
    let operation: BinaryOperator
    let left: any VectorNode
    let right: any VectorNode
    let matching: VectorMatching

    var isUniqueWithoutName: Bool { operation != .or && left.isUniqueWithoutName }

    /// For each signature, the steps at which there is an element with it.
    private struct Presence {
        private var table = LabelTable()
        private var steps: [[Bool]] = []
        private var key: [UInt8] = []

        mutating func add(_ row: borrowing SeriesRow, _ matcher: VectorMatcher) {
            matcher.writeSignature(of: row.labels, to: &key)
            let (index, isNew) = table.index(of: key)
            if isNew {
                steps.append(row.values.map { !$0.isAbsent })
            } else {
                for step in row.values.indices where !row.values[step].isAbsent { steps[index][step] = true }
            }
            for step in row.histograms.steps { steps[index][Int(step)] = true }
        }

        /// Removes the values at steps that have (or have not) an element with the row's signature.
        mutating func filter(_ row: inout SeriesRow, _ matcher: VectorMatcher, keepsPresent: Bool) {
            matcher.writeSignature(of: row.labels, to: &key)
            guard let index = table.existingIndex(of: key) else {
                if keepsPresent {
                    row.values = []
                    row.histograms.removeAll()
                }
                return
            }
            for step in row.values.indices where steps[index][step] != keepsPresent { row.values[step] = .absent }
            if !row.histograms.isEmpty { row.histograms.keep { steps[index][$0] == keepsPresent } }
        }
    }

    func rows(_ evaluation: Evaluation, _ grid: StepGrid, _ sink: RowSink) throws(PromQLError) {
        let matcher = VectorMatcher(matching)
        var presence = Presence()
        guard operation == .or else {
            try right.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
                row.settleName(evaluation)
                presence.add(row, matcher)
            }
            return try left.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
                row.settleName(evaluation)
                presence.filter(&row, matcher, keepsPresent: operation == .and)
                if row.hasValues { try sink(&row) }
            }
        }
        var union = RowCollection(.merge)
        try left.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            row.settleName(evaluation)
            presence.add(row, matcher)
            try evaluation.hold(row)
            try union.add(&row)
        }
        try right.rows(evaluation, grid) { (row: inout SeriesRow) throws(PromQLError) in
            row.settleName(evaluation)
            presence.filter(&row, matcher, keepsPresent: false)
            guard row.hasValues else { return }
            try evaluation.hold(row)
            try union.add(&row)
        }
        try union.drain(sink)
    }
}
