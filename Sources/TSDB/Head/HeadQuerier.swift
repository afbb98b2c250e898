internal import LabelMatching
internal import Storage
internal import Synchronization

/// A view of the head over a window of time, as it was when the querier was made.
final class HeadQuerier: Querier {
    private let head: Head
    private let window: ClosedRange<Int64>
    private let sequence: UInt64

    init(head: Head, window: ClosedRange<Int64>) {
        self.head = head
        self.window = window
        sequence = head.samples.withLock { $0.recent.openQuerier() }
    }

    deinit { head.samples.withLock { $0.recent.closeQuerier() } }

    func select(_ matchers: [LabelMatcher], hints: SelectHints) throws(StorageError) -> any SeriesSelection {
        let lower = max(window.lowerBound, hints.startMilliseconds)
        let upper = min(window.upperBound, hints.endMilliseconds)
        guard lower <= upper, overlapsHead(lower...upper) else { return HeadSelection(head: head) }
        let candidates = head.index.withLock { $0.select(matchers) }
        return HeadSelection(head: head, candidates: candidates, window: lower...upper, sequence: sequence)
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
