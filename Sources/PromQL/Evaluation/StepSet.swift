/// A set of steps of a query, one bit each.
struct StepSet: Sendable {
    private var words: [UInt64]

    /// No steps.
    init(count: Int) { words = [UInt64](repeating: 0, count: (count + 63) / 64) }

    /// All steps.
    init(all count: Int) {
        words = [UInt64](repeating: .max, count: (count + 63) / 64)
        if count % 64 != 0 { words[words.count - 1] >>= UInt64(64 - count % 64) }
    }

    /// The steps at which there is a value.
    init(of column: [Double]) {
        self.init(count: column.count)
        let values = column.span
        var step = 0
        for word in words.indices {
            let end = min(values.count, step &+ 64)
            var bits: UInt64 = 0
            var bit: UInt64 = 1
            while step < end {
                if !values[step].isAbsent { bits |= bit }
                bit &<<= 1
                step &+= 1
            }
            words[word] = bits
        }
    }

    /// The steps at which there is a float or a histogram.
    init(of row: borrowing SeriesRow) {
        self.init(of: row.values)
        for step in row.histograms.steps { insert(Int(step)) }
    }

    mutating func insert(_ step: Int) { words[step / 64] |= 1 << UInt64(step % 64) }

    var isEmpty: Bool { words.allSatisfy { $0 == 0 } }

    /// The first step of the set.
    var first: Int? {
        words.firstIndex { $0 != 0 }.map { $0 * 64 + words[$0].trailingZeroBitCount }
    }

    func contains(_ step: Int) -> Bool { words[step / 64] >> UInt64(step % 64) & 1 == 1 }

    mutating func formUnion(_ other: StepSet) {
        for word in words.indices { words[word] |= other.words[word] }
    }

    func subtracting(_ other: StepSet) -> StepSet {
        var result = self
        for word in words.indices { result.words[word] &= ~other.words[word] }
        return result
    }

    func intersection(_ other: StepSet) -> StepSet {
        var result = self
        for word in words.indices { result.words[word] &= other.words[word] }
        return result
    }
}
