internal import PrometheusBytes
internal import PrometheusModel

/// Which series there are: their label sets, found by label set and by label.
///
/// Series are numbered in the order of their creation, so that postings only grow at their ends.
struct SeriesIndex: ~Copyable {
    private(set) var labels: LabelTable
    private var postings = PostingsArena()
    /// The pairs of all series, one series behind the other, in the order of the label names.
    private var pairs = Column<PairID>()
    /// Where the pairs of each series begin; one more than there are series.
    private var starts = Column<UInt32>()
    private var table = IDTable(capacity: 0)
    private var scratch: [PairID] = []
    private let seed: UInt64

    init(seed: UInt64) {
        self.seed = seed
        labels = LabelTable(seed: seed)
        starts.append(0)
    }

    /// The number of series.
    var count: Int { starts.count - 1 }

    /// The bytes kept, used or not.
    var byteCount: Int {
        labels.byteCount + postings.byteCount + pairs.capacityBytes + starts.capacityBytes + table.byteCount
    }

    /// The pairs of a series.
    @_lifetime(borrow self) @inline(__always)
    func pairs(of series: SeriesID) -> Span<PairID> {
        pairs.span(Int(starts[series.index])..<Int(starts[series.index + 1]))
    }

    /// Appends the ids of all series that carry a pair.
    func decodePostings(_ pair: PairID, into ids: inout [UInt32]) {
        postings.decode(labels[pair].postings, into: &ids)
    }

    /// The series with a label set, `nil` if there is none.
    mutating func find(_ packed: [UInt8]) -> SeriesID? {
        scratch.removeAll(keepingCapacity: true)
        let bytes = packed.rawSpan
        var cursor = LabelCursor(packed)
        while cursor.next() {
            guard let name = labels.name(bytes.extracting(cursor.name)),
                let pair = labels.pair(name, bytes.extracting(cursor.value))
            else { return nil }
            scratch.append(pair)
        }
        return findScratch(hash(scratch.span))
    }

    /// The series with a label set, created if it is new; `nil` if it is new and there is no room for its text.
    mutating func findOrInsert(_ packed: [UInt8]) -> (series: SeriesID, isNew: Bool)? {
        if let series = find(packed) { return (series, false) }
        guard labels.textBytes + packed.count <= LabelTable.textLimitBytes, count < Int(UInt32.max) - 1,
            pairs.count + packed.count <= Int(UInt32.max)
        else { return nil }
        scratch.removeAll(keepingCapacity: true)
        let bytes = packed.rawSpan
        var cursor = LabelCursor(packed)
        while cursor.next() {
            scratch.append(labels.intern(bytes.extracting(cursor.name), bytes.extracting(cursor.value)))
        }
        let series = SeriesID(count)
        if table.isFull { enlargeTable() }
        table.insert(hash(scratch.span), series.rawValue)
        for pair in scratch {
            pairs.append(pair)
            postings.append(series, to: &labels[pair].postings)
        }
        starts.append(UInt32(pairs.count))
        return (series, true)
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
        for index in pairs.indices {
            packed.append(lengthPrefixed: labels.nameBytes(labels[pairs[index]].name))
            packed.append(lengthPrefixed: labels.valueBytes(pairs[index]))
        }
        return Labels(packed: packed)
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
        var larger = IDTable(capacity: table.capacity * 2)
        for id in 0..<table.count { larger.insert(hash(pairs(of: SeriesID(id))), UInt32(id)) }
        table = larger
    }

    private func hash(_ pairs: Span<PairID>) -> UInt64 {
        var state = seed ^ UInt64(pairs.count)
        for index in pairs.indices {
            state = FoldHash.fold(state ^ UInt64(pairs[index].rawValue), 0xA076_1D64_78BD_642F)
        }
        return FoldHash.fold(state, 0xE703_7ED1_A0B4_28DB)
    }
}
