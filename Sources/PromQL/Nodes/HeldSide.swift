import PrometheusModel

/// The side of a vector match whose elements must be unique at each step, and what was matched with it so far.
struct HeldSide {
    private let matcher: VectorMatcher
    private let side: String
    private(set) var rows: [SeriesRow] = []
    private var table = LabelTable()
    private var groups: [[Int]] = []
    private var key: [UInt8] = []
    /// For each group, the steps at which a streaming element has found its partner.
    private var matched: [[Bool]] = []
    /// For each group, the labels of grouped results and the steps that they were seen at.
    private var grouped: [[Labels: [Bool]]] = []
    /// For each step with several elements in one group, two of them.
    private var duplicates: [Int: (first: Int, second: Int)] = [:]
    /// The steps at which the streaming side has any element; kept only if there are duplicates.
    private var streamingSteps: [Bool] = []

    init(matcher: VectorMatcher, side: String) {
        self.matcher = matcher
        self.side = side
    }

    var isEmpty: Bool { rows.isEmpty }

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
    mutating func findDuplicates(_ stepCount: Int) {
        matched = [[Bool]](repeating: [], count: groups.count)
        grouped = [[Labels: [Bool]]](repeating: [:], count: groups.count)
        for members in groups where members.count > 1 {
            for step in 0..<stepCount {
                let present = members.filter { !rows[$0].values[step].isAbsent }
                if present.count > 1, duplicates[step] == nil { duplicates[step] = (present[0], present[1]) }
            }
        }
        if !duplicates.isEmpty { streamingSteps = [Bool](repeating: false, count: stepCount) }
    }

    mutating func noteStreaming(_ row: borrowing SeriesRow) {
        for step in streamingSteps.indices where !row.values[step].isAbsent { streamingSteps[step] = true }
    }

    /// The group with the labels' signature.
    mutating func group(of labels: Labels) -> Int? {
        matcher.writeSignature(of: labels, to: &key)
        return table.existingIndex(of: key)
    }

    func members(_ group: Int) -> [Int] { groups[group] }

    /// Notes a one-to-one match.
    /// - Throws: if the group has one at the same step already.
    mutating func noteMatch(_ group: Int, _ partner: Int, _ row: borrowing SeriesRow) throws(PromQLError) {
        if matched[group].isEmpty { matched[group] = [Bool](repeating: false, count: row.values.count) }
        for step in row.values.indices {
            guard !row.values[step].isAbsent, !rows[partner].values[step].isAbsent else { continue }
            if matched[group][step] {
                // With duplicates on the other side that is the error to tell of.
                try failIfAmbiguous()
                throw .execution(
                    "multiple matches for labels: many-to-one matching must be explicit (group_left/group_right)"
                )
            }
            matched[group][step] = true
        }
    }

    /// Notes a match of one of many elements, by the labels of the result.
    /// - Throws: if there is a result with these labels at the same step already.
    mutating func noteGrouped(
        _ group: Int,
        _ partner: Int,
        _ row: borrowing SeriesRow,
        _ labels: Labels
    ) throws(PromQLError) {
        var steps = grouped[group].removeValue(forKey: labels) ?? []
        if steps.isEmpty { steps = [Bool](repeating: false, count: row.values.count) }
        for step in row.values.indices {
            guard !row.values[step].isAbsent, !rows[partner].values[step].isAbsent else { continue }
            if steps[step] {
                try failIfAmbiguous()
                throw .execution(
                    "multiple matches for labels: grouping labels must ensure unique matches"
                )
            }
            steps[step] = true
        }
        grouped[group][labels] = steps
    }

    /// - Throws: if elements are not unique at a step that has elements on both sides.
    func failIfAmbiguous() throws(PromQLError) {
        let steps = duplicates.keys.sorted()
        guard let step = steps.first(where: { streamingSteps[$0] }), let pair = duplicates[step] else { return }
        let signature = matcher.signature(of: rows[pair.first].labels)
        let texts = [rows[pair.first], rows[pair.second]].map(\.labels.description).sorted()
        throw .execution(
            "found duplicate series for the match group \(signature) on the \(side) hand-side of the operation:"
                + " [\(texts.joined(separator: ", "))];many-to-many matching not allowed: matching labels must be unique"
                + " on one side"
        )
    }
}
