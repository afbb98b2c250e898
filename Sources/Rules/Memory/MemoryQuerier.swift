internal import LabelMatching
internal import PrometheusModel
internal import Storage

/// A view of a `MemoryDatabase` as it was at one moment.
struct MemoryQuerier: Querier {
    let labels: [Labels]
    let columns: [SampleColumns]
    let byName: [String: [Int]]

    func select(
        _ matchers: [LabelMatcher],
        hints: SelectHints
    ) throws(StorageError) -> any SeriesSelection {
        let found = matching(matchers).sorted { labels[$0] < labels[$1] }
        return MemorySeries(labels: found.map { labels[$0] }, columns: found.map { columns[$0] })
    }

    func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        let names = Set(matching(matchers).flatMap { labels[$0].array.map(\.name) })
        return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        let values = Set(matching(matchers).compactMap { labels[$0][name] })
        return values.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    private func matching(_ matchers: [LabelMatcher]) -> [Int] {
        let name = matchers.first { $0.kind == .equal && $0.name == Label.metricName }
        let candidates = name.map { byName[$0.value] ?? [] } ?? Array(labels.indices)
        return candidates.filter { index in matchers.allSatisfy { $0.matches(labels[index]) } }
    }
}
