package import LabelMatching
package import PrometheusModel
package import Storage

/// Series held as plain columns, in the order of their labels: a store for tests of what reads from one.
package struct MemoryStore: Queryable, Querier {
    private var labels: [Labels] = []
    private var columns: [SampleColumns] = []
    private var positions: [Labels: Int] = [:]

    package init() {}

    /// Adds samples to a series; times ascend.
    package mutating func append(_ series: Labels, _ samples: [(time: Int64, value: Double)]) {
        var added = SampleColumns()
        for sample in samples { added.append(sample.time, sample.value) }
        append(series, added)
    }

    /// Adds samples of any kind to a series; times ascend.
    package mutating func append(_ series: Labels, _ samples: SampleColumns) {
        if positions[series] == nil {
            let at = labels.firstIndex { series < $0 } ?? labels.count
            labels.insert(series, at: at)
            columns.insert(SampleColumns(), at: at)
            for index in at..<labels.count { positions[labels[index]] = index }
        }
        guard let index = positions[series] else { return }
        columns[index].append(samples, 0..<samples.count)
    }

    package func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier { self }

    package func select(_ matchers: [LabelMatcher], hints: SelectHints) throws(StorageError) -> any SeriesSelection {
        let chosen = labels.indices.filter { index in matchers.allSatisfy { $0.matches(labels[index]) } }
        return MemorySelection(labels: chosen.map { labels[$0] }, columns: chosen.map { columns[$0] })
    }

    package func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        let chosen = labels.filter { series in matchers.allSatisfy { $0.matches(series) } }
        return Set(chosen.flatMap { $0.array.map(\.name) }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    package func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        let chosen = labels.filter { series in matchers.allSatisfy { $0.matches(series) } }
        return Set(chosen.compactMap { $0[name] }).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}
