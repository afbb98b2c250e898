internal import PrometheusBytes
internal import PrometheusModel

/// The labels of the label set that was looked up last, with their numbers.
///
/// Series come target by target and family by family, and most have most labels in common with the one before: comparing
/// bytes replaces two lookups in tables that are larger than the processor's caches.
struct RecentLabels {
    private struct Entry {
        /// Where the name and the value lie in `packed`.
        var name: Range<Int>
        var value: Range<Int>
        var nameID: UInt32
        var pair: PairID
    }

    private var packed: [UInt8] = []
    private var entries: [Entry] = []
    private var next: [Entry] = []

    init() {}

    /// Forgets the labels; needed before any of their pairs goes.
    mutating func removeAll() {
        packed = []
        entries = []
    }

    /// Replaces `pairs` by the pairs of a label set; `false` if one of them does not exist.
    mutating func findPairs(of packed: [UInt8], _ labels: borrowing LabelTable, _ pairs: inout [PairID]) -> Bool {
        pairs.removeAll(keepingCapacity: true)
        next.removeAll(keepingCapacity: true)
        let bytes = packed.rawSpan
        var cursor = LabelCursor(packed)
        var at = 0
        while cursor.next() {
            let (name, value) = (bytes.extracting(cursor.name), bytes.extracting(cursor.value))
            var entry = known(name, value, &at)
            if entry.pair == nil {
                entry.nameID = entry.nameID ?? labels.name(name)
                entry.pair = entry.nameID.flatMap { labels.pair($0, value) }
            }
            guard let nameID = entry.nameID, let pair = entry.pair else { return false }
            note(cursor, nameID, pair, &pairs)
        }
        remember(packed)
        return true
    }

    /// Replaces `pairs` by the pairs of a label set, created where they are new.
    mutating func internPairs(of packed: [UInt8], _ labels: inout LabelTable, _ pairs: inout [PairID]) {
        pairs.removeAll(keepingCapacity: true)
        next.removeAll(keepingCapacity: true)
        let bytes = packed.rawSpan
        var cursor = LabelCursor(packed)
        var at = 0
        while cursor.next() {
            let (name, value) = (bytes.extracting(cursor.name), bytes.extracting(cursor.value))
            let entry = known(name, value, &at)
            let nameID = entry.nameID ?? labels.internName(name)
            note(cursor, nameID, entry.pair ?? labels.intern(nameID, value), &pairs)
        }
        remember(packed)
    }

    /// What is known of a label from the entry at `at` on, which is moved on to the label's name.
    @inline(__always)
    private func known(_ name: RawSpan, _ value: RawSpan, _ at: inout Int) -> (nameID: UInt32?, pair: PairID?) {
        let bytes = packed.rawSpan
        while at < entries.count {
            let entry = entries[at]
            let order = bytes.extracting(entry.name).compareBytes(with: name)
            if order > 0 { break }
            at += 1
            guard order == 0 else { continue }
            return (entry.nameID, bytes.extracting(entry.value).hasSameBytes(as: value) ? entry.pair : nil)
        }
        return (nil, nil)
    }

    @inline(__always)
    private mutating func note(_ cursor: LabelCursor, _ nameID: UInt32, _ pair: PairID, _ pairs: inout [PairID]) {
        next.append(Entry(name: cursor.name, value: cursor.value, nameID: nameID, pair: pair))
        pairs.append(pair)
    }

    private mutating func remember(_ packed: [UInt8]) {
        self.packed = packed
        swap(&entries, &next)
    }
}
