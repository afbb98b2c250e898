/// A set of pairs to look up the pairs of many series in.
struct PairSet {
    private let single: PairID?
    private var bits: [UInt64] = []

    /// The set of `pairs`; `limit` is larger than any of them.
    init(_ pairs: [PairID], limit: Int) {
        single = pairs.count == 1 ? pairs[0] : nil
        guard single == nil else { return }
        bits = [UInt64](repeating: 0, count: (limit + 63) / 64)
        for pair in pairs { bits[pair.index / 64] |= 1 << UInt64(pair.index % 64) }
    }

    /// Whether one of `pairs` is in the set.
    @inline(__always)
    func containsAny(of pairs: Span<PairID>) -> Bool {
        if let single {
            for index in pairs.indices where pairs[index] == single { return true }
            return false
        }
        for index in pairs.indices {
            let pair = pairs[index].index
            if bits[pair / 64] &>> UInt64(pair % 64) & 1 != 0 { return true }
        }
        return false
    }
}
