internal import LabelMatching
internal import Storage
internal import Synchronization

/// A view of the head over a window of time, as it was when the querier was made.
final class HeadQuerier: Querier {
    private let head: Head
    /// `nil` if the window lies before what the head holds.
    private let reader: HeadReader?
    private let cache: ColumnCache?

    init(head: Head, window: ClosedRange<Int64>, cache: ColumnCache? = nil) {
        self.head = head
        self.cache = cache
        reader = HeadReader(head: head, window: window)
    }

    func select(_ matchers: [LabelMatcher], hints: SelectHints) throws(StorageError) -> any SeriesSelection {
        guard let reader else { return HeadSelection(head: head) }
        let lower = max(reader.window.lowerBound, hints.startMilliseconds)
        let upper = min(reader.window.upperBound, hints.endMilliseconds)
        if let late = reader.lateWindow, max(late.lowerBound, hints.startMilliseconds) <= upper {
            // Samples that came out of order may be older than all that the head has in order.
            let candidates = head.index.withLock { $0.select(matchers) }
            let oldest = max(late.lowerBound, hints.startMilliseconds)
            return HeadSelection(
                reader: reader,
                candidates: candidates,
                window: min(lower, upper)...upper,
                lateWindow: oldest...upper,
                cache: cache
            )
        }
        guard lower <= upper, overlapsHead(lower...upper) else { return HeadSelection(head: head) }
        let candidates = head.index.withLock { $0.select(matchers) }
        return HeadSelection(
            reader: reader,
            candidates: candidates,
            window: lower...upper,
            keepsNewest: hints.needsNewestOnly,
            cache: cache
        )
    }

    /// The version of a list of all names or values here; `nil` if the head is not asked.
    func version(of list: LabelList) -> UInt64? {
        guard let reader, overlapsHead(reader.lateWindow ?? reader.window) else { return nil }
        return head.index.withReadLock { $0.version(of: list) }
    }

    func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        guard let reader, overlapsHead(reader.lateWindow ?? reader.window) else { return [] }
        return head.index.withReadLock { $0.labelNames(matchers) }
    }

    func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        guard let reader, overlapsHead(reader.lateWindow ?? reader.window) else { return [] }
        return head.index.withReadLock { $0.labelValues(name, matchers) }
    }

    /// Whether the head is asked at all: upstream looks at the beginning of what it holds only.
    private func overlapsHead(_ window: ClosedRange<Int64>) -> Bool {
        head.samples.withReadLock { samples in
            samples.minTime <= samples.maxTime && window.upperBound >= samples.minTime
                || samples.late.times?.overlaps(window) ?? false
        }
    }
}
