/// A set of small numbers, a bit each.
struct IDSet {
    private var bits: [UInt64]

    /// An empty set for numbers below `limit`.
    init(limit: Int) { bits = [UInt64](repeating: 0, count: (limit + 63) / 64) }

    /// Adds a number below the limit.
    mutating func insert(_ id: UInt32) { bits[Int(id / 64)] |= 1 << UInt64(id % 64) }

    /// Whether the set has a number, which may be any.
    @inline(__always)
    func contains(_ id: UInt32) -> Bool {
        let word = Int(id / 64)
        return word < bits.count && bits[word] &>> UInt64(id % 64) & 1 != 0
    }

    /// All numbers, ascending.
    var elements: [UInt32] {
        var elements: [UInt32] = []
        for word in bits.indices {
            var rest = bits[word]
            while rest != 0 {
                elements.append(UInt32(truncatingIfNeeded: word &* 64 &+ rest.trailingZeroBitCount))
                rest &= rest &- 1
            }
        }
        return elements
    }
}
