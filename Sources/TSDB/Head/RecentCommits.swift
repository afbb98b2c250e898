internal import Storage

/// What was committed lately, for queriers that select several times and are to see the same each time.
///
/// Kept only while a querier is open, and only so much of it that a query which selects everything at its beginning,
/// as all do, finds what it needs.
struct RecentCommits {
    /// The most samples whose series and times are kept.
    static let sampleLimit = 200_000

    private struct Commit {
        var sequence: UInt64
        var references: [SeriesReference]
        var timestamps: [Int64]
    }

    private var commits: [Commit] = []
    private var sampleCount = 0
    private var openQueriers = 0
    /// The number of commits so far.
    private(set) var sequence: UInt64 = 0

    /// What the first of the queriers sees that have been open at the same time as one that is open.
    private var firstOpen: UInt64 = 0

    /// The commits after this one are not visible to some querier that may be open.
    var oldestSequence: UInt64 { openQueriers > 0 ? firstOpen : sequence }

    init() {}

    /// Counts a commit.
    mutating func append(_ references: [SeriesReference], _ timestamps: [Int64]) {
        sequence += 1
        guard openQueriers > 0 else { return }
        commits.append(Commit(sequence: sequence, references: references, timestamps: timestamps))
        sampleCount += references.count
        while sampleCount > Self.sampleLimit { sampleCount -= commits.removeFirst().references.count }
    }

    /// Opens a querier, which sees the commits up to the sequence number that is returned.
    mutating func openQuerier() -> UInt64 {
        if openQueriers == 0 { firstOpen = sequence }
        openQueriers += 1
        return sequence
    }

    /// Closes a querier.
    mutating func closeQuerier() {
        openQueriers -= 1
        guard openQueriers == 0 else { return }
        commits = []
        sampleCount = 0
    }

    /// The time of each series' first sample among the commits after `sequence`.
    func firstTimes(after sequence: UInt64) -> [SeriesID: Int64] {
        var times: [SeriesID: Int64] = [:]
        for commit in commits where commit.sequence > sequence {
            for (reference, timestamp) in zip(commit.references, commit.timestamps) {
                let series = SeriesID(reference)
                if times[series] == nil { times[series] = timestamp }
            }
        }
        return times
    }
}
