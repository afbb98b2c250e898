internal import LabelMatching
internal import Storage
internal import Synchronization

/// A view of the head over a window of time.
struct HeadQuerier: Querier {
    let head: Head
    let window: ClosedRange<Int64>

    func select(_ matchers: [LabelMatcher], hints: SelectHints) throws(StorageError) -> any SeriesSelection {
        let lower = max(window.lowerBound, hints.startMilliseconds)
        let upper = min(window.upperBound, hints.endMilliseconds)
        guard lower <= upper, overlapsHead(lower...upper) else { return HeadSelection(head: head) }
        let candidates = head.index.withLock { $0.select(matchers) }
        return HeadSelection(head: head, candidates: candidates, window: lower...upper)
    }

    func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        overlapsHead(window) ? head.index.withLock { $0.labelNames(matchers) } : []
    }

    func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        overlapsHead(window) ? head.index.withLock { $0.labelValues(name, matchers) } : []
    }

    /// Whether the head is asked at all: upstream looks at the beginning of what it holds only.
    private func overlapsHead(_ window: ClosedRange<Int64>) -> Bool {
        head.samples.withLock { $0.minTime <= $0.maxTime && window.upperBound >= $0.minTime }
    }
}
