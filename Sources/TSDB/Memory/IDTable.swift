/// A hash table from keys that live elsewhere to dense ids: open addressing, linear probing.
///
/// The table knows neither keys nor hash functions: the owner passes the hash and compares. Five bytes a slot; a tag of
/// seven bits of the hash makes a comparison with a wrong key rare.
struct IDTable: ~Copyable {
    private var ids = Column<UInt32>()
    private var tags = Column<UInt8>()
    private var mask = 0
    /// The number of ids.
    private(set) var count = 0
    /// Slots that are not free: those of ids, and those of ids that were removed.
    private var usedSlots = 0
    /// Marks the slot of an id that was removed; no tag of an id is like it.
    private static let removedTag: UInt8 = 1

    /// An empty table with room for `capacity` ids.
    init(capacity: Int) {
        var slots = 64
        while slots * 3 / 4 < capacity { slots *= 2 }
        ids.extend(to: slots, with: 0)
        tags.extend(to: slots, with: 0)
        mask = slots - 1
    }

    /// Whether one more id needs another table: make one for `count * 2` ids and insert all ids again.
    var isFull: Bool { usedSlots >= (mask + 1) / 4 * 3 }

    /// The bytes of the table.
    var byteCount: Int { ids.capacityBytes + tags.capacityBytes }

    /// The id with this hash for which `isMatch` holds.
    @inline(__always)
    func find(_ hash: UInt64, _ isMatch: (UInt32) -> Bool) -> UInt32? {
        let tag = Self.tag(hash)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while true {
            let found = tags[slot]
            if found == 0 { return nil }
            if found == tag, isMatch(ids[slot]) { return ids[slot] }
            slot = (slot &+ 1) & mask
        }
    }

    /// Adds an id that is not in the table.
    mutating func insert(_ hash: UInt64, _ id: UInt32) {
        precondition(!isFull, "the table was not enlarged in time")
        var slot = Int(truncatingIfNeeded: hash) & mask
        while tags[slot] > Self.removedTag { slot = (slot &+ 1) & mask }
        if tags[slot] == 0 { usedSlots += 1 }
        tags[slot] = Self.tag(hash)
        ids[slot] = id
        count += 1
    }

    /// Removes an id that is in the table.
    mutating func remove(_ hash: UInt64, _ id: UInt32) {
        let tag = Self.tag(hash)
        var slot = Int(truncatingIfNeeded: hash) & mask
        while tags[slot] != tag || ids[slot] != id {
            precondition(tags[slot] != 0, "an id to remove is not in the table")
            slot = (slot &+ 1) & mask
        }
        tags[slot] = Self.removedTag
        count -= 1
    }

    /// The top bits, never zero, which marks a free slot; the low bits chose the slot.
    @inline(__always)
    private static func tag(_ hash: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: hash &>> 56) | 0x80 }
}
