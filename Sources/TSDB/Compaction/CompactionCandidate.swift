/// What planning looks at of a block.
struct CompactionCandidate: Hashable, Sendable {
    /// Where a block's series came from; blocks of different classes are never merged with each other.
    enum Kind: Int, CaseIterable, Sendable {
        case regular
        case staleSeries
        case selectedSeries
    }

    /// The time of the first sample.
    var minTime: Int64
    /// The end of its time, which no sample reaches.
    var maxTime: Int64
    var kind = Kind.regular
    var level = 1
    var seriesCount = 0
    var tombstoneCount = 0
    /// Whether a compaction of it failed before.
    var isFailed = false
    /// Whether somebody still needs it as it is.
    var isHeldBack = false
}
