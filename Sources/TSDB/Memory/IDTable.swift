/// A hash table from keys that live elsewhere to dense ids: open addressing, linear probing, nothing is ever removed.
///
/// The table knows neither keys nor hash functions: the owner passes the hash and compares. Five bytes a slot; a tag of
/// seven bits of the hash makes a comparison with a wrong key rare.
struct IDTable: ~Copyable {
    private var ids = Column<UInt32>()
    private var tags = Column<UInt8>()
    private var mask = 0
    /// The number of ids.
    private(set) var count = 0

    /// An empty table with room for `capacity` ids.
    init(capacity: Int) {
        var slots = 64
        while slots * 3 / 4 < capacity { slots *= 2 }
        ids.extend(to: slots, with: 0)
        tags.extend(to: slots, with: 0)
        mask = slots - 1
    }

    /// Whether one more id needs a larger table: make one of twice the capacity and insert all ids again.
    var isFull: Bool { count >= (mask + 1) / 4 * 3 }

    /// The number of ids that the table takes.
    var capacity: Int { (mask + 1) / 4 * 3 }

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
        while tags[slot] != 0 { slot = (slot &+ 1) & mask }
        tags[slot] = Self.tag(hash)
        ids[slot] = id
        count += 1
    }

    /// The top bits, never zero, which marks a free slot; the low bits chose the slot.
    @inline(__always)
    private static func tag(_ hash: UInt64) -> UInt8 { UInt8(truncatingIfNeeded: hash &>> 56) | 0x80 }
}
