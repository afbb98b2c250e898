/// Ascending ids of four bytes each, most significant byte first, read where they lie.
struct BigEndianIDs: ~Escapable {
    private let bytes: RawSpan
    let count: Int

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
        self.bytes = bytes
        count = bytes.byteCount / 4
    }

    subscript(position: Int) -> UInt32 {
        @inline(__always)
        get {
            precondition(position >= 0 && position < count, "position out of bounds")
            // Safe: the position was just checked; every bit pattern is a number.
            let word = unsafe bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: position &* 4, as: UInt32.self)
            return UInt32(bigEndian: word)
        }
    }

    /// The position of the first id from `start` on that is not below `id`; `count` if there is none.
    /// - Complexity: O(log *d*) in the distance to it.
    @inline(__always)
    func position(of id: UInt32, from start: Int) -> Int {
        var low = start
        var step = 1
        var high = start
        while high < count, self[high] < id {
            low = high &+ 1
            high = high &+ step
            step &*= 2
        }
        high = min(high, count)
        while low < high {
            let middle = (low &+ high) / 2
            if self[middle] < id { low = middle &+ 1 } else { high = middle }
        }
        return low
    }
}
