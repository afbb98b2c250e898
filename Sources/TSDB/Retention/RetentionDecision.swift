/// Which blocks the limits leave no room for.
struct RetentionDecision: Hashable, Sendable {
    /// What a decision looks at of a block.
    struct Block: Hashable, Sendable {
        /// The end of its time, which no sample reaches.
        var maxTime: Int64
        var sizeBytes: Int64
    }

    /// Positions of blocks that lie wholly before what is to be kept.
    private(set) var tooOld: [Int] = []
    /// Positions of blocks that do not fit.
    private(set) var tooMuch: [Int] = []

    /// Decides over `blocks`; limits of 0 are none, and `usedBytes` is what the logs and the head's chunks take.
    init(_ blocks: [Block], timeMilliseconds: Int64, sizeBytes: Int64, usedBytes: Int64) {
        let newestFirst = blocks.indices.sorted { (blocks[$1].maxTime, $0) < (blocks[$0].maxTime, $1) }
        guard let newest = newestFirst.first else { return }
        if timeMilliseconds > 0 {
            let kept = newestFirst.prefix { position in
                position == newest
                    || blocks[newest].maxTime.subtractingClamped(blocks[position].maxTime) < timeMilliseconds
            }
            tooOld = Array(newestFirst[kept.count...])
        }
        if sizeBytes > 0 {
            var sum = usedBytes
            let kept = newestFirst.prefix { position in
                sum = sum.addingClamped(blocks[position].sizeBytes)
                return sum <= sizeBytes
            }
            tooMuch = Array(newestFirst[kept.count...])
        }
    }
}
