internal import LabelMatching
internal import PrometheusModel
internal import Storage

/// A view of two stores, the second laid over the first.
struct OverlaidQuerier: Querier {
    let base: any Querier
    let top: any Querier

    func select(_ matchers: [LabelMatcher], hints: SelectHints) throws(StorageError) -> any SeriesSelection {
        let below = try base.select(matchers, hints: hints)
        let above = try top.select(matchers, hints: hints)
        return above.count == 0 ? below : OverlaidSeries(below, above)
    }

    func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        Self.union(try base.labelNames(matchers), try top.labelNames(matchers))
    }

    func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        Self.union(try base.labelValues(name, matchers), try top.labelValues(name, matchers))
    }

    private static func union(_ first: [String], _ second: [String]) -> [String] {
        Set(first).union(second).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
