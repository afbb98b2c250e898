internal import LabelMatching
internal import PrometheusModel
internal import Storage
internal import Synchronization

/// A view of the head.
struct HeadQuerier: Querier {
    let head: Head
    let window: ClosedRange<Int64>

    func select(_ matchers: [LabelMatcher], hints: SelectHints) throws(StorageError) -> any SeriesSelection {
        head.state.withLock { state in
            let chosen = state.labels.indices.filter { index in
                matchers.allSatisfy { $0.matches(state.labels[index]) }
            }
            return HeadSelection(labels: chosen.map { state.labels[$0] }, samples: chosen.map { state.samples[$0] })
        }
    }

    func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        let labels = head.state.withLock { $0.labels }.filter { labels in matchers.allSatisfy { $0.matches(labels) } }
        return Set(labels.flatMap { $0.array.map(\.name) }).sorted()
    }

    func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        let labels = head.state.withLock { $0.labels }.filter { labels in matchers.allSatisfy { $0.matches(labels) } }
        return Set(labels.compactMap { $0[name] }).sorted()
    }
}
