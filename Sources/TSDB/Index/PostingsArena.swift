/// The storage of all postings lists.
struct PostingsArena: ~Copyable {
    private static let linkBytes = 4
    /// The size at which a list goes on in another slot instead of moving to a larger one.
    private static let chainedBytes = 256

    private var slots = SlabArena(sizes: [16, 24, 32, 48, 64, 96, 128, 192, chainedBytes])

    init() {}

    /// The bytes of the pages in use.
    var byteCount: Int { slots.pageBytesInUse }

    /// Appends an id that is not in the list.
    mutating func append(_ id: SeriesID, to list: inout PostingsList) {
        precondition(list.count == 0 || id.rawValue != list.last, "postings are distinct")
        if list.count > 0, id.rawValue < list.last { list.isUnordered = true }
        if list.count == 1 {
            list.tail = slots.allocate(16)
            list.first = list.tail
            write(UInt32.max, at: 0, in: list.tail)
            list.tailUsed = UInt16(Self.linkBytes)
            appendDifference(list.last, to: &list)
        }
        // A difference wraps around where the id is smaller.
        if list.count >= 1 { appendDifference(id.rawValue &- list.last, to: &list) }
        list.count += 1
        list.last = id.rawValue
    }

    /// Gives the storage of a list back; it is empty then.
    mutating func release(_ list: inout PostingsList) {
        var slot = list.first
        while slot != SlabArena.noSlot {
            let next = Self.link(slots.bytes(of: slot))
            slots.release(slot)
            slot = next
        }
        list = PostingsList()
    }

    /// Appends all ids of the list to `ids`, in the order in which they were appended to it.
    /// - Complexity: O(*n*).
    func decode(_ list: PostingsList, into ids: inout [UInt32]) {
        guard list.count > 1 else {
            if list.count == 1 { ids.append(list.last) }
            return
        }
        ids.reserveCapacity(ids.count + Int(list.count))
        var slot = list.first
        var id: UInt32 = 0
        while slot != SlabArena.noSlot {
            let bytes = slots.bytes(of: slot)
            let end = slot == list.tail ? Int(list.tailUsed) : bytes.byteCount
            decodeSlot(bytes, end, &id, &ids)
            slot = Self.link(bytes)
        }
    }

    private func decodeSlot(_ bytes: RawSpan, _ end: Int, _ id: inout UInt32, _ ids: inout [UInt32]) {
        precondition(end <= bytes.byteCount, "postings end behind their slot")
        var offset = Self.linkBytes
        while offset < end {
            var difference: UInt32 = 0
            var shift: UInt32 = 0
            while offset < end {
                // Safe: the offset is below the slot's size.
                let byte = unsafe bytes.unsafeLoad(fromUncheckedByteOffset: offset, as: UInt8.self)
                offset &+= 1
                difference |= UInt32(byte & 0x7F) &<< shift
                shift &+= 7
                if byte < 0x80 { break }
            }
            // Zeros end a slot that had no room for the next difference; only the very first id may be zero.
            if difference == 0, offset > Self.linkBytes + 1 { return }
            id &+= difference
            ids.append(id)
        }
    }

    private mutating func appendDifference(_ difference: UInt32, to list: inout PostingsList) {
        let length = Self.varintBytes(difference)
        let size = slots.size(of: list.tail)
        if Int(list.tailUsed) + length > size { extend(&list, by: length, size) }
        var bytes = slots.mutableBytes(of: list.tail)
        var rest = difference
        var offset = Int(list.tailUsed)
        while rest >= 0x80 {
            bytes.storeBytes(of: UInt8(truncatingIfNeeded: rest) | 0x80, toByteOffset: offset, as: UInt8.self)
            rest &>>= 7
            offset += 1
        }
        bytes.storeBytes(of: UInt8(truncatingIfNeeded: rest), toByteOffset: offset, as: UInt8.self)
        list.tailUsed = UInt16(truncatingIfNeeded: offset + 1)
    }

    /// Moves the only slot of a list to a larger one, or adds a slot to the chain.
    private mutating func extend(_ list: inout PostingsList, by length: Int, _ size: Int) {
        if size < Self.chainedBytes {
            assert(list.first == list.tail, "only full slots are chained")
            list.tail = slots.move(list.tail, Int(list.tailUsed), toHold: size + 8)
            list.first = list.tail
            return
        }
        let next = slots.allocate(Self.chainedBytes)
        write(UInt32.max, at: 0, in: next)
        write(next, at: 0, in: list.tail)
        list.tail = next
        list.tailUsed = UInt16(Self.linkBytes)
    }

    private mutating func write(_ number: UInt32, at offset: Int, in slot: SlabArena.Slot) {
        var bytes = slots.mutableBytes(of: slot)
        bytes.storeBytes(of: number, toByteOffset: offset, as: UInt32.self)
    }

    private static func link(_ bytes: RawSpan) -> SlabArena.Slot {
        // Safe: a slot has sixteen bytes at least.
        unsafe bytes.unsafeLoad(fromByteOffset: 0, as: UInt32.self)
    }

    private static func varintBytes(_ number: UInt32) -> Int {
        (38 &- max(number, 1).leadingZeroBitCount) / 7
    }
}
