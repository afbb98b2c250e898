/// Set operations on ascending ids.
enum SortedIDs {
    /// Keeps the ids that are also in `others`, or those that are not.
    /// - Complexity: O(*n* + *m*).
    static func filter(_ ids: inout [UInt32], _ others: [UInt32], keepsCommon: Bool) {
        var kept = 0
        var other = 0
        for index in ids.indices {
            let id = ids[index]
            while other < others.count, others[other] < id { other &+= 1 }
            let isCommon = other < others.count && others[other] == id
            if isCommon == keepsCommon {
                ids[kept] = id
                kept &+= 1
            }
        }
        ids.removeLast(ids.count - kept)
    }

    /// Sorts ids that are smaller than `limit`; of equal ids one may be kept.
    static func sort(_ ids: inout [UInt32], limit: Int) {
        // A bit a series is cheaper than sorting as soon as a fair part of them is there.
        guard ids.count > limit / 64 else { return ids.sort() }
        var bits = [UInt64](repeating: 0, count: (limit + 63) / 64)
        for id in ids { bits[Int(id / 64)] |= 1 << UInt64(id % 64) }
        var count = 0
        for word in bits.indices {
            var rest = bits[word]
            while rest != 0 {
                ids[count] = UInt32(truncatingIfNeeded: word &* 64 &+ rest.trailingZeroBitCount)
                count &+= 1
                rest &= rest &- 1
            }
        }
        ids.removeLast(ids.count - count)
    }
}
