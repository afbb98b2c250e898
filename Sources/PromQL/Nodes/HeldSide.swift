import PrometheusModel

/// The side of a vector match whose elements must be unique at each step, and what was matched with it so far.
struct HeldSide {
    private let matcher: VectorMatcher
    private let side: String
    private(set) var rows: [SeriesRow] = []
    private var table = LabelTable()
    private var groups: [[Int]] = []
    private var key: [UInt8] = []
    /// For each row, the steps at which it has a value; made when it is needed.
    private var present: [StepSet?] = []
    /// For each group, the steps at which a streaming element has found its partner.
    private var matched: [StepSet?] = []
    /// For each group, the labels of grouped results and the steps that they were seen at.
    private var grouped: [[Labels: StepSet]] = []
    /// The groups with several elements at one step, in the order of their first elements.
    private var duplicates: [(group: Int, steps: StepSet)] = []
    /// The steps at which the streaming side has any element; noted only if there are duplicates.
    private var streamingSteps: StepSet
    private let stepCount: Int

    init(matcher: VectorMatcher, side: String, stepCount: Int) {
        self.matcher = matcher
        self.side = side
        self.stepCount = stepCount
        streamingSteps = StepSet(count: stepCount)
    }

    var isEmpty: Bool { rows.isEmpty }

    var groupCount: Int { groups.count }

    mutating func add(_ row: inout SeriesRow) {
        matcher.writeSignature(of: row.labels, to: &key)
        let (group, isNew) = table.index(of: key)
        if isNew { groups.append([]) }
        groups[group].append(rows.count)
        rows.append(row.take())
    }

    /// Finds the steps at which elements are not unique.
    ///
    /// It is an error only where there is something to match with.
    mutating func findDuplicates() {
        present = [StepSet?](repeating: nil, count: rows.count)
        matched = [StepSet?](repeating: nil, count: groups.count)
        grouped = [[Labels: StepSet]](repeating: [:], count: groups.count)
        for (group, members) in groups.enumerated() where members.count > 1 {
            var seen = StepSet(count: stepCount)
            var steps = StepSet(count: stepCount)
            for member in members {
                let own = StepSet(of: rows[member])
                steps.formUnion(seen.intersection(own))
                seen.formUnion(own)
            }
            if !steps.isEmpty { duplicates.append((group, steps)) }
        }
    }

    mutating func noteStreaming(_ row: borrowing SeriesRow) {
        if !duplicates.isEmpty { streamingSteps.formUnion(StepSet(of: row)) }
    }

    /// Notes that what is missing on the streaming side is filled in, so that there is something to match with.
    mutating func noteFilling() { streamingSteps = StepSet(all: stepCount) }

    /// The group with the labels' signature.
    mutating func group(of labels: Labels) -> Int? {
        matcher.writeSignature(of: labels, to: &key)
        return table.existingIndex(of: key)
    }

    /// The group with the labels' signature, an empty one if there was none.
    mutating func groupMakingOne(of labels: Labels) -> Int {
        matcher.writeSignature(of: labels, to: &key)
        let (group, isNew) = table.index(of: key)
        if isNew {
            groups.append([])
            matched.append(nil)
            grouped.append([:])
        }
        return group
    }

    func members(_ group: Int) -> [Int] { groups[group] }

    /// The steps at which both the streaming row and the held one have a value.
    mutating func common(_ partner: Int, _ row: borrowing SeriesRow) -> StepSet {
        steps(of: partner).intersection(StepSet(of: row))
    }

    /// The steps at which the held row has a value.
    mutating func steps(of partner: Int) -> StepSet {
        let own = present[partner] ?? StepSet(of: rows[partner])
        present[partner] = own
        return own
    }

    /// The steps at which any row of the group has a value.
    mutating func steps(ofGroup group: Int) -> StepSet {
        var result = StepSet(count: stepCount)
        for member in groups[group] { result.formUnion(steps(of: member)) }
        return result
    }

    /// Notes one-to-one matches at `steps`.
    /// - Throws: if the group has one at the same step already.
    mutating func noteMatch(_ group: Int, at steps: StepSet) throws(PromQLError) {
        guard var known = matched[group] else {
            matched[group] = steps
            return
        }
        guard known.intersection(steps).isEmpty else {
            // With duplicates on the other side that is the error to tell of.
            try failIfAmbiguous()
            throw .execution(
                "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"
            )
        }
        known.formUnion(steps)
        matched[group] = known
    }

    /// Notes matches of one of many elements at `steps`, by the labels of the result.
    /// - Throws: if there is a result with these labels at the same step already.
    mutating func noteGrouped(_ group: Int, at steps: StepSet, _ labels: Labels) throws(PromQLError) {
        var steps = steps
        if let known = grouped[group][labels] {
            guard known.intersection(steps).isEmpty else {
                try failIfAmbiguous()
                throw .execution("multiple matches for labels: grouping labels must ensure unique matches")
            }
            steps.formUnion(known)
        }
        grouped[group][labels] = steps
    }

    /// - Throws: if elements are not unique at a step that has elements on both sides.
    func failIfAmbiguous() throws(PromQLError) {
        let steps = duplicates.map { $0.steps.intersection(streamingSteps).first }
        guard let step = steps.compactMap(\.self).min() else { return }
        // Upstream comes upon the first element, in the order of their labels, that is not the first of its group.
        var pair: (first: Labels, second: Labels)?
        for (index, duplicate) in duplicates.enumerated() where steps[index] == step {
            let present = groups[duplicate.group].filter { rows[$0].isPresent(at: step) }
            let labels = present.map { rows[$0].labels }.sorted()
            if let known = pair, known.second < labels[1] { continue }
            pair = (labels[0], labels[1])
        }
        guard let pair else { return }
        let texts = [pair.first, pair.second].map(\.description).sorted()
        throw .execution(
            "found duplicate series for the match group \(matcher.signature(of: pair.first)) on the \(side) hand-side of"
                + " the operation: [\(texts.joined(separator: ", "))];many-to-many matching not allowed: matching labels"
                + " must be unique on one side"
        )
    }
}
