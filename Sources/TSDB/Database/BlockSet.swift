/// The blocks of a database that are open, and those that cannot be.
struct BlockSet: Sendable {
    /// In the order of their beginnings.
    var blocks: [Block] = []
    /// Why a block's directory is left alone, by its name.
    var problems: [String: String] = [:]

    init() {}

    /// The end of what blocks hold that were cut from the head in order, `nil` without any.
    ///
    /// Samples before it belong into blocks; those that did not come in order, and series that went before their time,
    /// say nothing about the others.
    var inOrderEnd: Int64? {
        let early = [BlockMeta.fromOutOfOrder, BlockMeta.fromStaleSeries, BlockMeta.fromSelectedSeries]
        return blocks.map(\.meta).filter { meta in
            !meta.compaction.hints.contains { early.contains($0) }
        }.map(\.maxTime).max()
    }
}
