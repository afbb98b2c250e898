internal import PrometheusBytes
internal import PrometheusModel

/// Which series there are: their label sets, found by label set and by label.
///
/// Series are numbered in the order of their creation, so that postings mostly grow at their ends; numbers of series that
/// are gone are used again.
struct SeriesIndex: ~Copyable {
    var labels: LabelTable
    var postings = PostingsArena()
    /// The pairs of all series, one series behind the other, in the order of the label names.
    private var pairs = Column<PairID>()
    /// Where the pairs of each series begin; `unlisted` for numbers that no series has.
    private var starts = Column<UInt32>()
    /// How many pairs each series has; `longCount` where that does not fit: then the first entry is their number.
    private var counts = Column<UInt8>()
    /// Entries of `pairs` that belong to no series any more.
    private var unusedPairs = 0
    /// Numbers that no series has, the smallest last.
    private var freeIDs: [SeriesID] = []
    /// The removal of series that is under way.
    var removal: SeriesRemoval?
    private var table = IDTable(capacity: 0)
    private var scratch: [PairID] = []
    /// The labels that were looked up last.
    private var recent = RecentLabels()
    private let seed: UInt64

    init(seed: UInt64) {
        self.seed = seed
        labels = LabelTable(seed: seed)
    }

    private static let unlisted = UInt32.max
    private static let longCount = UInt8.max
    /// Pairs are packed when so many of them belong to no series any more: a quarter, and enough to be worth it.
    private static let packedPairs = 1 << 14

    /// The numbers of all series are below this.
    var count: Int { starts.count }

    /// The number of series.
    var seriesCount: Int { table.count }

    /// The bytes kept, used or not.
    var byteCount: Int {
        labels.byteCount + postings.byteCount + pairs.capacityBytes + starts.capacityBytes + table.byteCount
            + counts.capacityBytes + freeIDs.capacity * 4
    }

    /// The pairs of a series.
    @_lifetime(borrow self) @inline(__always)
    func pairs(of series: SeriesID) -> Span<PairID> {
        let start = starts[series.index]
        if start == Self.unlisted { return pairs.span(0..<0) }
        let count = counts[series.index]
        if count < Self.longCount { return pairs.span(Int(start)..<(Int(start) + Int(count))) }
        return pairs.span((Int(start) + 1)..<(Int(start) + 1 + pairs[Int(start)].index))
    }

    /// Whether a number below `count` is that of a series.
    func isListed(_ series: SeriesID) -> Bool {
        starts[series.index] != Self.unlisted && removal?.isRemoved.contains(series.rawValue) != true
    }

    /// Appends the ids of all series that carry a pair.
    func decodePostings(_ pair: PairID, into ids: inout [UInt32]) {
        postings.decode(labels[pair].postings, into: &ids)
    }

    /// The series with a label set, `nil` if there is none.
    mutating func find(_ packed: [UInt8]) -> SeriesID? {
        guard recent.findPairs(of: packed, labels, &scratch) else { return nil }
        return findScratch(hash(scratch.span))
    }

    /// The series with a label set, created if it is new; `nil` if it is new and there is no room for its text.
    mutating func findOrInsert(_ packed: [UInt8]) -> (series: SeriesID, isNew: Bool)? {
        guard labels.textBytes + packed.count <= LabelTable.textLimitBytes, count < Int(UInt32.max) - 1,
            pairs.count + packed.count < Int(UInt32.max)
        else { return find(packed).map { ($0, false) } }
        // A series that is known has no new pairs.
        recent.internPairs(of: packed, &labels, &scratch)
        let hash = hash(scratch.span)
        if let series = findScratch(hash) { return (series, false) }
        if table.isFull { enlargeTable() }
        let series = list()
        table.insert(hash, series.rawValue)
        for pair in scratch { postings.append(series, to: &labels[pair].postings) }
        return (series, true)
    }

    /// Gives the pairs in `scratch` a number.
    private mutating func list() -> SeriesID {
        let start = UInt32(pairs.count)
        let isLong = scratch.count >= Int(Self.longCount)
        if isLong { pairs.append(PairID(scratch.count)) }
        for pair in scratch { pairs.append(pair) }
        let count = isLong ? Self.longCount : UInt8(scratch.count)
        guard let series = freeIDs.popLast() else {
            starts.append(start)
            counts.append(count)
            return SeriesID(starts.count - 1)
        }
        starts[series.index] = start
        counts[series.index] = count
        return series
    }

    /// Takes a series out of the table, so that its label set is not found any more.
    mutating func unlist(_ series: SeriesID) {
        precondition(isListed(series), "a series is removed twice")
        table.remove(hash(pairs(of: series)), series.rawValue)
    }

    /// Forgets which labels were looked up last, because pairs are about to go.
    mutating func forgetRecentLabels() { recent.removeAll() }

    /// Frees the numbers of series that are found nowhere any more.
    mutating func free(_ series: [SeriesID]) {
        for id in series {
            let count = pairs(of: id).count
            unusedPairs += count >= Int(Self.longCount) ? count + 1 : count
            starts[id.index] = Self.unlisted
        }
        freeIDs.append(contentsOf: series)
        freeIDs.sort { $0 > $1 }
        if unusedPairs > max(Self.packedPairs, pairs.count / 4) { packPairs() }
    }

    /// Copies the pairs that are in use to new storage.
    private mutating func packPairs() {
        var packed = Column<PairID>()
        packed.reserve(pairs.count - unusedPairs)
        for id in 0..<count where starts[id] != Self.unlisted {
            let length = counts[id] == Self.longCount ? pairs[Int(starts[id])].index + 1 : Int(counts[id])
            let start = UInt32(packed.count)
            for position in Int(starts[id])..<(Int(starts[id]) + length) { packed.append(pairs[position]) }
            starts[id] = start
        }
        precondition(packed.count == pairs.count - unusedPairs, "pairs are in use that no series owns")
        pairs = packed
        unusedPairs = 0
    }

    /// The label set of a series.
    /// - Complexity: O(*n*) in its bytes; one allocation.
    func labelSet(of series: SeriesID) -> Labels {
        let pairs = pairs(of: series)
        var packed: [UInt8] = []
        var size = 0
        for index in pairs.indices {
            let pair = labels[pairs[index]]
            size += Int(pair.length) + Int(labels.names[Int(pair.name)].length) + 8
        }
        packed.reserveCapacity(size)
        appendLabelSet(of: series, to: &packed)
        return Labels(packed: packed)
    }

    /// Appends the packed label set of a series.
    func appendLabelSet(of series: SeriesID, to packed: inout [UInt8]) {
        let pairs = pairs(of: series)
        for index in pairs.indices {
            packed.append(lengthPrefixed: labels.nameBytes(labels[pairs[index]].name))
            packed.append(lengthPrefixed: labels.valueBytes(pairs[index]))
        }
    }

    // MARK: Parts

    private func findScratch(_ hash: UInt64) -> SeriesID? {
        let found = table.find(hash) { id in
            let pairs = pairs(of: SeriesID(id))
            guard pairs.count == scratch.count else { return false }
            for index in pairs.indices where pairs[index] != scratch[index] { return false }
            return true
        }
        return found.map { SeriesID($0) }
    }

    private mutating func enlargeTable() {
        var larger = IDTable(capacity: table.count * 2)
        for id in 0..<count where isListed(SeriesID(id)) { larger.insert(hash(pairs(of: SeriesID(id))), UInt32(id)) }
        table = larger
    }

    func hash(_ pairs: Span<PairID>) -> UInt64 {
        var state = seed ^ UInt64(pairs.count)
        for index in pairs.indices {
            state = FoldHash.fold(state ^ UInt64(pairs[index].rawValue), 0xA076_1D64_78BD_642F)
        }
        return FoldHash.fold(state, 0xE703_7ED1_A0B4_28DB)
    }
}
