internal import LabelMatching
internal import PrometheusBytes

extension SeriesIndex {
    /// How many series can be looked at in the time that one more id of a postings list takes to be decoded and merged.
    private static let verifyingCost = 8

    /// The ids of the series that pass all matchers, ascending.
    ///
    /// A matcher that accepts the empty value also accepts series without the label. Each distinct value is compared
    /// once, not each series.
    func select(_ matchers: [LabelMatcher]) -> [UInt32] {
        var required: [PairCondition] = []
        var excluding: [PairCondition] = []
        for matcher in matchers {
            let condition = condition(of: matcher)
            switch condition.kind {
            case .carriesOne where condition.pairs.isEmpty: return []
            case .carriesOne: required.append(condition)
            case .carriesNone: if !condition.pairs.isEmpty { excluding.append(condition) }
            }
        }
        required.sort { $0.seriesCount < $1.seriesCount }
        var ids: [UInt32]
        if let first = required.first {
            ids = union(first)
        } else {
            ids = (0..<UInt32(count)).filter { isListed(SeriesID($0)) }
        }
        for condition in required.dropFirst() { filter(&ids, condition) }
        for condition in excluding { filter(&ids, condition) }
        return ids
    }

    /// Keeps the series that meet the condition, by whichever is cheaper: to look at their pairs, or to merge with the
    /// postings of the condition's pairs.
    private func filter(_ ids: inout [UInt32], _ condition: PairCondition) {
        guard !ids.isEmpty else { return }
        let keepsCommon = condition.kind == .carriesOne
        if ids.count * Self.verifyingCost >= condition.seriesCount {
            return SortedIDs.filter(&ids, union(condition), keepsCommon: keepsCommon)
        }
        let wanted = PairSet(condition.pairs, limit: labels.pairLimit)
        ids.removeAll { wanted.containsAny(of: pairs(of: SeriesID($0))) != keepsCommon }
    }

    private func union(_ condition: PairCondition) -> [UInt32] {
        var ids: [UInt32] = []
        ids.reserveCapacity(condition.seriesCount)
        for pair in condition.pairs { decodePostings(pair, into: &ids) }
        let isOrdered = condition.pairs.allSatisfy { !labels[$0].postings.isUnordered }
        if condition.pairs.count > 1 || !isOrdered { SortedIDs.sort(&ids, limit: count) }
        return ids
    }

    // MARK: Conditions

    private func condition(of matcher: LabelMatcher) -> PairCondition {
        let condition = LabelCondition(matcher)
        guard let name = matcher.name.withRawSpan({ labels.name($0) }) else {
            return PairCondition(kind: condition.kind, pairs: [], seriesCount: 0)
        }
        let pairs = pairs(of: name, condition)
        let total = pairs.reduce(0) { $0 + Int(labels[$1].postings.count) }
        return PairCondition(kind: condition.kind, pairs: pairs, seriesCount: total)
    }

    /// The pairs of a name with the values that the condition means.
    private func pairs(of name: UInt32, _ condition: LabelCondition) -> [PairID] {
        switch condition.values {
        case .all: labels.names[Int(name)].pairs
        case .listed(let values): values.compactMap { labels.pair(name, $0.rawSpan) }.sorted()
        case .tested: labels.names[Int(name)].pairs.filter { condition.selects(labels.valueBytes($0)) }
        }
    }
}
