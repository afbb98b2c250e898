/// What `meta.json` says of a block: tsdb-formats.md, section 2.
package struct BlockMeta: Sendable, Hashable {
    /// How much a block holds.
    package struct Statistics: Sendable, Hashable {
        package var sampleCount: UInt64 = 0
        package var floatSampleCount: UInt64 = 0
        package var histogramSampleCount: UInt64 = 0
        package var seriesCount: UInt64 = 0
        package var chunkCount: UInt64 = 0
        package var tombstoneCount: UInt64 = 0

        package init() {}
    }

    /// A block that this one was made from.
    package struct Parent: Sendable, Hashable {
        package var ulid: ULID
        package var minTime: Int64
        package var maxTime: Int64

        package init(ulid: ULID, minTime: Int64, maxTime: Int64) {
            self.ulid = ulid
            self.minTime = minTime
            self.maxTime = maxTime
        }
    }

    /// Where a block comes from.
    package struct Compaction: Sendable, Hashable {
        /// 1 for blocks cut from the head, one more for each merge.
        package var level = 1
        /// The blocks cut from the head that went into this one, sorted.
        package var sources: [ULID] = []
        /// Whether a merge had nothing left of the block.
        package var isDeletable = false
        /// The blocks that this one replaces.
        package var parents: [Parent] = []
        /// Whether merging the block went wrong.
        package var hasFailed = false
        /// What kind of samples the block has, sorted; see the constants.
        package var hints: [String] = []

        package init() {}
    }

    package static let fromOutOfOrder = "from-out-of-order"
    package static let fromStaleSeries = "from-stale-series"
    package static let fromSelectedSeries = "from-selected-series"
    /// The version of blocks that we write and read.
    package static let currentVersion = 1
    package static let fileName = "meta.json"

    package var ulid: ULID
    /// The earliest time that a sample may have, in milliseconds since the Unix epoch.
    package var minTime: Int64
    /// The first time behind the block.
    package var maxTime: Int64
    package var statistics = Statistics()
    package var compaction = Compaction()
    package var version = Self.currentVersion

    package init(ulid: ULID, minTime: Int64, maxTime: Int64) {
        self.ulid = ulid
        self.minTime = minTime
        self.maxTime = maxTime
    }

    /// Whether samples between the two times may be in the block, both ends included.
    package func overlaps(_ window: ClosedRange<Int64>) -> Bool {
        minTime <= window.upperBound && window.lowerBound < maxTime
    }
}
