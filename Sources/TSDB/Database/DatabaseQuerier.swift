internal import LabelMatching
internal import Storage

/// A view of the blocks and the head, which has the lists at hand that were asked for lately.
struct DatabaseQuerier: Querier {
    let all: any Querier
    /// The part of `all` that changes.
    let recent: HeadQuerier
    /// The numbers of the open blocks in `all`.
    let blocks: [UInt64]
    let lists: LabelListCache

    func select(_ matchers: [LabelMatcher], hints: SelectHints) throws(StorageError) -> any SeriesSelection {
        try all.select(matchers, hints: hints)
    }

    func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        guard matchers.isEmpty else { return try all.labelNames(matchers) }
        return try list(.names) { () throws(StorageError) in try all.labelNames([]) }
    }

    func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] {
        guard matchers.isEmpty else { return try all.labelValues(name, matchers) }
        return try list(.values(name)) { () throws(StorageError) in try all.labelValues(name, []) }
    }

    var knownLabelNames: [String]? { known(.names) }

    func knownLabelValues(_ name: String) -> [String]? { known(.values(name)) }

    private func source(of list: LabelList) -> LabelListCache.Source {
        LabelListCache.Source(blocks: blocks, version: recent.version(of: list))
    }

    private func known(_ list: LabelList) -> [String]? { lists.find(list, source(of: list)) }

    private func list(
        _ list: LabelList,
        _ make: () throws(StorageError) -> [String]
    ) throws(StorageError) -> [String] {
        let before = source(of: list)
        if let known = lists.find(list, before) { return known }
        let texts = try make()
        // Otherwise series came or went meanwhile.
        if source(of: list) == before { lists.keep(list, before, texts) }
        return texts
    }
}
