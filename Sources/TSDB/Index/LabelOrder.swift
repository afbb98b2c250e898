internal import PrometheusBytes

/// What it takes to put series in the order of their label sets: copied out of the index at once, sorted without it.
struct LabelOrder {
    /// Where a name, or the value of a pair, lies in the text.
    struct Text {
        var offset: UInt32
        var length: UInt32
        /// Of a pair: the position of its name.
        var name: UInt32
    }

    private let text: [UInt8]
    private let names: [Text]
    private let pairs: [Text]
    private let series: [UInt32]
    /// The pairs of all series, one series behind the other.
    private var carried: [UInt32]
    /// Where the pairs of each series begin; one more than there are series.
    private let starts: [UInt32]

    init(text: [UInt8], names: [Text], pairs: [Text], series: [UInt32], carried: [UInt32], starts: [UInt32]) {
        precondition(starts.count == series.count + 1, "a series has no pairs")
        self.text = text
        self.names = names
        self.pairs = pairs
        self.series = series
        self.carried = carried
        self.starts = starts
    }

    /// The series in the order of their label sets.
    /// - Complexity: O(*n* log *n*); text is only compared to rank the distinct pairs.
    consuming func sorted() -> [UInt32] {
        let ranks = pairRanks()
        for index in carried.indices { carried[index] = ranks[Int(carried[index])] }
        // The first two pairs decide most of the time.
        var order: [(key: UInt64, position: UInt32)] = []
        order.reserveCapacity(series.count)
        for position in series.indices {
            order.append((UInt64(rank(position, 0)) << 32 | UInt64(rank(position, 1)), UInt32(position)))
        }
        order.sort { first, second in
            first.key != second.key ? first.key < second.key : precedes(Int(first.position), Int(second.position))
        }
        return order.map { series[Int($0.position)] }
    }

    /// The rank of a series' pair, 0 behind its last: ranks begin with 1.
    private func rank(_ position: Int, _ index: Int) -> UInt32 {
        let at = Int(starts[position]) + index
        return at < Int(starts[position + 1]) ? carried[at] : 0
    }

    private func precedes(_ first: Int, _ second: Int) -> Bool {
        var index = 2
        while true {
            let (a, b) = (rank(first, index), rank(second, index))
            if a != b { return a < b }
            // Two series differ somewhere, unless they are the same one.
            if a == 0 { return false }
            index &+= 1
        }
    }

    /// For each pair its place, from 1, among all pairs by name and value.
    private func pairRanks() -> [UInt32] {
        let text = text
        let order = names.indices.sorted { Self.compare(text, names[$0], names[$1]) < 0 }
        var nameRanks = [UInt32](repeating: 0, count: names.count)
        for (rank, name) in order.enumerated() { nameRanks[name] = UInt32(rank) }
        let sorted = pairs.indices.sorted { first, second in
            let (a, b) = (nameRanks[Int(pairs[first].name)], nameRanks[Int(pairs[second].name)])
            return a != b ? a < b : Self.compare(text, pairs[first], pairs[second]) < 0
        }
        var ranks = [UInt32](repeating: 0, count: pairs.count)
        for (rank, pair) in sorted.enumerated() { ranks[pair] = UInt32(rank) + 1 }
        return ranks
    }

    private static func compare(_ text: [UInt8], _ first: Text, _ second: Text) -> Int {
        let span = text.rawSpan
        let a = span.extracting(Int(first.offset)..<Int(first.offset + first.length))
        return a.compareBytes(with: span.extracting(Int(second.offset)..<Int(second.offset + second.length)))
    }
}
