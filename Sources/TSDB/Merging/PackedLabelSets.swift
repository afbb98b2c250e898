internal import PrometheusBytes
internal import PrometheusModel
internal import Storage

/// Distinct label sets one behind the other in one byte array, found by hash.
struct PackedLabelSets: Sendable {
    private var bytes: [UInt8] = []
    /// Where each label set ends; it begins where the one before it ends.
    private var ends: [Int] = []
    private var hashes: [UInt64] = []
    /// Open addressing: numbers of label sets, counted from 1; 0 in free slots.
    private var slots = [UInt32](repeating: 0, count: 64)

    /// The number of label sets.
    var count: Int { ends.count }

    /// Adds the label set of a series and returns its number; one that is known keeps its number.
    mutating func insert(_ selection: any SeriesSelection, _ index: Int) -> (number: Int, isNew: Bool) {
        let start = bytes.count
        selection.appendLabels(at: index, to: &bytes)
        let added = start..<bytes.count
        let hash = FoldHash.hash(bytes.rawSpan.extracting(added), seed: FoldHash.processSeed)
        var slot = Int(truncatingIfNeeded: hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if hashes[number] == hash, isSame(range(number), added) {
                bytes.removeLast(added.count)
                return (number, false)
            }
            slot = (slot + 1) & (slots.count - 1)
        }
        ends.append(bytes.count)
        hashes.append(hash)
        slots[slot] = UInt32(ends.count)
        if ends.count * 4 > slots.count * 3 { enlarge() }
        return (ends.count - 1, true)
    }

    /// A copy of a label set.
    func copy(_ number: Int) -> [UInt8] { Array(bytes[range(number)]) }

    /// Appends a label set to other bytes.
    func append(_ number: Int, to other: inout [UInt8]) { other.append(bytes.rawSpan.extracting(range(number))) }

    /// Whether a label set sorts before another: by the first label that differs, name before value.
    func precedes(_ first: Int, _ second: Int) -> Bool {
        var mine = ByteReader(bytes.rawSpan)
        var theirs = ByteReader(bytes.rawSpan)
        let (myRange, theirRange) = (range(first), range(second))
        mine.offset = myRange.lowerBound
        theirs.offset = theirRange.lowerBound
        let all = bytes.rawSpan
        while mine.offset < myRange.upperBound, theirs.offset < theirRange.upperBound {
            // Names and values alternate; both are compared as bytes.
            guard let mine = mine.readLengthPrefixedRange(), let theirs = theirs.readLengthPrefixedRange() else {
                return false
            }
            let order = all.extracting(mine).compareBytes(with: all.extracting(theirs))
            if order != 0 { return order < 0 }
        }
        return mine.offset == myRange.upperBound && theirs.offset < theirRange.upperBound
    }

    private func range(_ number: Int) -> Range<Int> { (number == 0 ? 0 : ends[number - 1])..<ends[number] }

    private func isSame(_ first: Range<Int>, _ second: Range<Int>) -> Bool {
        let all = bytes.rawSpan
        return all.extracting(first).hasSameBytes(as: all.extracting(second))
    }

    private mutating func enlarge() {
        var larger = [UInt32](repeating: 0, count: slots.count * 2)
        for (number, hash) in hashes.enumerated() {
            var slot = Int(truncatingIfNeeded: hash) & (larger.count - 1)
            while larger[slot] != 0 { slot = (slot + 1) & (larger.count - 1) }
            larger[slot] = UInt32(number + 1)
        }
        slots = larger
    }
}
