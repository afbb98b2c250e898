/// A full chunk: 24 bytes besides its payload, which lies in a slot or in a head chunk file.
struct SealedChunk: BitwiseCopyable {
    /// Where a record lies in the head chunk files.
    struct Place: BitwiseCopyable, Hashable {
        var file: UInt32
        var offset: UInt32

        /// As one number, as upstream does.
        var reference: UInt64 { UInt64(file) << 32 | UInt64(offset) }
    }

    /// The numbers of files are below this.
    static let fileLimit: UInt32 = 1 << 22
    private static let mapped: UInt8 = 0x80
    private static let free: UInt8 = 0x40
    /// Of a chunk that is neither in a file nor free.
    private static let aside: UInt8 = 0x20
    private static let fileMask: UInt8 = 0x3F

    /// The time of its first sample.
    var minTime: Int64
    /// The time of its last sample less that of its first; the largest number where it is larger.
    private var timeSpan: UInt32
    /// The slot, or the offset in the file.
    private var position: UInt32
    /// The series' chunk before this one, counted from 1; 0 if there is none.
    var previous: UInt32
    /// The size of a payload in a slot, or the lower half of the number of the file.
    private var low: UInt16
    /// Where the payload is, and the upper part of the number of the file.
    private var high: UInt8
    /// The encoding as files name it.
    let encoding: UInt8

    /// A chunk whose payload lies in a slot.
    init(minTime: Int64, maxTime: Int64, encoding: UInt8, slot: SlabArena.Slot, byteCount: Int, previous: UInt32) {
        self.minTime = minTime
        timeSpan = UInt32(clamping: maxTime.subtractingReportingOverflow(minTime).partialValue)
        position = slot
        self.previous = previous
        low = UInt16(byteCount)
        high = 0
        self.encoding = encoding
    }

    /// A chunk whose payload lies beside the slots.
    init(minTime: Int64, maxTime: Int64, encoding: UInt8, aside: UInt32, byteCount: Int, previous: UInt32) {
        self.init(
            minTime: minTime,
            maxTime: maxTime,
            encoding: encoding,
            slot: aside,
            byteCount: min(byteCount, Int(UInt16.max)),
            previous: previous
        )
        high = Self.aside
    }

    /// A chunk that lies in a file.
    init(minTime: Int64, maxTime: Int64, encoding: UInt8, place: Place, previous: UInt32) {
        self.init(minTime: minTime, maxTime: maxTime, encoding: encoding, slot: 0, byteCount: 0, previous: previous)
        move(to: place)
    }

    /// The time of its last sample; the end of time if it is more than 49 days after the first.
    @inline(__always) var maxTime: Int64 { timeSpan == .max ? .max : minTime &+ Int64(timeSpan) }

    /// Whether the payload lies in a file.
    @inline(__always) var isMapped: Bool { high & Self.mapped != 0 }

    /// Whether this is no chunk, but room for one.
    @inline(__always) var isFree: Bool { high & Self.free != 0 }

    /// Whether the payload lies beside the slots.
    @inline(__always) var isAside: Bool { high & (Self.mapped | Self.free | Self.aside) == Self.aside }

    /// The slot of a payload that is in one, or where it lies beside them.
    @inline(__always) var slot: SlabArena.Slot {
        assert(!isMapped && !isFree, "a chunk without a slot is asked for it")
        return position
    }

    /// The size of a payload that is in a slot; of one beside them, at most 65,535.
    @inline(__always) var byteCount: Int { Int(low) }

    /// Where a chunk that is in a file lies there.
    @inline(__always) var place: Place {
        Place(file: UInt32(high & Self.fileMask) << 16 | UInt32(low), offset: position)
    }

    /// Notes that the payload has been written to a file.
    mutating func move(to place: Place) {
        precondition(place.file < Self.fileLimit, "the number of a head chunk file is too large")
        position = place.offset
        low = UInt16(truncatingIfNeeded: place.file)
        high = Self.mapped | UInt8(truncatingIfNeeded: place.file >> 16)
    }

    /// Makes this room for another chunk.
    mutating func markFree(next: UInt32) {
        high = Self.free
        previous = next
    }
}
