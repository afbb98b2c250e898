extension BlockMeta {
    /// What a block says of itself that replaces `blocks`.
    init(merging blocks: [BlockMeta], ulid: ULID) {
        precondition(!blocks.isEmpty, "a block is made from something")
        self.init(
            ulid: ulid,
            minTime: blocks.map(\.minTime).reduce(.max, min),
            maxTime: blocks.map(\.maxTime).reduce(.min, max)
        )
        compaction.level = (blocks.map(\.compaction.level).max() ?? 0) + 1
        compaction.sources = Set(blocks.flatMap(\.compaction.sources)).sorted()
        compaction.parents = blocks.map { Parent(ulid: $0.ulid, minTime: $0.minTime, maxTime: $0.maxTime) }
        for hint in [Self.fromStaleSeries, Self.fromSelectedSeries]
        where blocks.contains(where: { $0.compaction.hints.contains(hint) }) {
            compaction.hints.append(hint)
        }
        if blocks.allSatisfy({ $0.compaction.hints.contains(Self.fromOutOfOrder) }) {
            compaction.hints.append(Self.fromOutOfOrder)
        }
        compaction.hints.sort()
    }

    /// What a block cut from the head says of itself; `hint` for samples that did not come in order, or before their time.
    init(cutFromHead times: Range<Int64>, ulid: ULID, hint: String?) {
        self.init(ulid: ulid, minTime: times.lowerBound, maxTime: times.upperBound)
        compaction.sources = [ulid]
        guard let hint else { return }
        compaction.hints = [hint]
        // Upstream names a parent that there is not.
        compaction.parents = [Parent(ulid: .zero, minTime: 0, maxTime: 0)]
    }

    /// What planning looks at.
    var candidate: CompactionCandidate {
        var candidate = CompactionCandidate(minTime: minTime, maxTime: maxTime)
        if compaction.hints.contains(Self.fromStaleSeries) { candidate.kind = .staleSeries }
        if compaction.hints.contains(Self.fromSelectedSeries) { candidate.kind = .selectedSeries }
        candidate.level = compaction.level
        candidate.seriesCount = Int(clamping: statistics.seriesCount)
        candidate.tombstoneCount = Int(clamping: statistics.tombstoneCount)
        candidate.isFailed = compaction.hasFailed
        return candidate
    }
}
