internal import LabelMatching
internal import Storage

extension Block {
    /// Deletes the samples of the series that pass `matchers` with times in `interval`; the files are not touched if there
    /// are none.
    func delete(
        _ matchers: [LabelMatcher],
        in interval: ClosedRange<Int64>,
        _ operations: FileOperations
    ) throws(StorageError) {
        var deleted = tombstones
        let before = deleted
        var symbols: [UInt32] = []
        var references = ChunkReferences()
        for id in try index.withChunks(try index.select(matchers), in: interval, tombstones) {
            symbols.removeAll(keepingCapacity: true)
            references.removeAll()
            try index.readChunks(of: try index.readSymbols(of: try index.entry(id), into: &symbols), into: &references)
            guard let first = references.minTimes.first, let last = references.maxTimes.last, first <= last,
                interval.overlaps(first...last)
            else { continue }
            deleted.add(UInt64(id), interval.clamped(to: first...last))
        }
        if deleted != before { try replaceTombstones(deleted, operations) }
    }
}
