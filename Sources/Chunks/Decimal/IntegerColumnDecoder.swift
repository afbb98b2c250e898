/// Reads the numbers of a column one after the other.
///
/// Behind the end of the bytes it reads zeros; `isOverrun` tells.
struct IntegerColumnDecoder: ~Copyable, ~Escapable {
    private var bits: BitReader
    private let table: [UInt16]
    let unit: Int64
    let offset: Int64
    let isConstant: Bool
    private let isTwoSided: Bool
    /// All ones where numbers are compared with the one before.
    let keptMask: Int64
    let start: Int64
    /// The current number; at first the first one.
    var number: Int64

    @_lifetime(copy bytes)
    init(_ header: IntegerColumnHeader, _ bytes: RawSpan, byteOffset: Int) {
        bits = BitReader(bytes, byteOffset: byteOffset)
        table = header.table
        unit = header.unit
        offset = header.offset
        isConstant = header.flags & IntegerColumnHeader.isConstant != 0
        isTwoSided = header.flags & IntegerColumnHeader.isTwoSided != 0
        keptMask = header.flags & IntegerColumnHeader.comparesWithPrevious != 0 ? -1 : 0
        start = header.first
        number = header.first
    }

    /// Whether more bits were read than there are.
    var isOverrun: Bool { bits.isOverrun }

    /// Where the bytes behind the column begin, once all its numbers were read.
    var endOffset: Int { (bits.bitOffset &+ 7) &>> 3 }

    /// Moves to the next number.
    @inline(__always) @_lifetime(self: copy self)
    mutating func next() {
        let base = (number & keptMask) | (start & ~keptMask)
        if isConstant {
            number = base &+ offset &* unit
            return
        }
        let word = bits.peek()
        // Safe: eight bits are less than the 256 entries of a table.
        let entry = unsafe table.span[unchecked: Int(truncatingIfNeeded: word &>> UInt64(64 - TokenCode.maxLength))]
        let length = Int(truncatingIfNeeded: entry & 0xF)
        let width = Int(truncatingIfNeeded: (entry &>> 4) & 0x3F)
        var mapped: UInt64
        if length &+ width <= 57 {
            let rest = word &<< UInt64(truncatingIfNeeded: length)
            // Two shifts, because one by 64 is none.
            mapped = (rest &>> 1) &>> UInt64(truncatingIfNeeded: 63 &- width)
            bits.skip(length &+ width)
        } else {
            bits.skip(length)
            mapped = bits.read(width)
        }
        // The highest bit, which is not written; the number 0 has none.
        mapped |= UInt64(truncatingIfNeeded: entry &>> 10) &<< UInt64(truncatingIfNeeded: width)
        let rest =
            isTwoSided
            ? Int64(bitPattern: mapped &>> 1) ^ -Int64(bitPattern: mapped & 1) : Int64(bitPattern: mapped)
        number = base &+ (rest &+ offset) &* unit
    }
}
