internal import PrometheusBytes

extension LabelTable {
    /// Text is packed when so much of it belongs to no pair any more: a quarter, and enough to be worth the copy.
    private static let packedBytes = 64 << 10

    /// Forgets pairs that no series has any more.
    mutating func remove(_ unused: [PairID]) {
        guard !unused.isEmpty else { return }
        var removed = IDSet(limit: pairLimit)
        var affected = IDSet(limit: names.count)
        for pair in unused {
            precondition(self[pair].postings.count == 0, "a series has a pair that is removed")
            removed.insert(pair.rawValue)
            affected.insert(self[pair].name)
            forget(pair)
        }
        for name in affected.elements { forgetPairs(of: name) { removed.contains($0.rawValue) } }
        if unusedTextBytes > max(Self.packedBytes, textBytes / 4) { packText() }
    }
}
