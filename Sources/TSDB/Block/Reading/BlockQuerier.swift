internal import LabelMatching
internal import Storage

/// A view of a block over a window of time, with the deletions that there were when it was made.
struct BlockQuerier: Querier {
    private let block: Block
    private let window: ClosedRange<Int64>
    private let meta: BlockMeta
    private let tombstones: Tombstones
    private let cache: ColumnCache?

    init(_ block: Block, _ window: ClosedRange<Int64>, _ cache: ColumnCache? = nil) {
        self.block = block
        self.window = window
        self.cache = cache
        meta = block.meta
        tombstones = block.tombstones
    }

    func select(_ matchers: [LabelMatcher], hints: SelectHints) throws(StorageError) -> any SeriesSelection {
        let lower = max(window.lowerBound, hints.startMilliseconds)
        let upper = min(window.upperBound, hints.endMilliseconds)
        guard lower <= upper, meta.overlaps(lower...upper) else {
            return BlockSelection(block, [], lower...max(lower, upper), tombstones)
        }
        let candidates = try block.index.select(matchers)
        let ids = try block.index.withChunks(candidates, in: lower...upper, tombstones)
        return BlockSelection(block, ids, lower...upper, tombstones, cache)
    }

    func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        meta.overlaps(window) ? try block.index.labelNames(matchers) : []
    }

    func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        meta.overlaps(window) ? try block.index.labelValues(name, matchers) : []
    }
}
