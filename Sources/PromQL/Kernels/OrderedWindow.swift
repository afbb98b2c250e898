/// The values of a window in ascending order (NaN first), kept in order while the window slides.
struct OrderedWindow {
    private(set) var values: [Double] = []
    private var low = 0
    private var high = 0

    /// Goes to the samples `low..<high`; both bounds only ever grow.
    mutating func move(over column: borrowing Span<Double>, to low: Int, _ high: Int) {
        let (leaving, entering) = (min(low, self.high) - self.low, high - max(low, self.high))
        // Each sample that comes or goes moves half of the others; sorting moves each a few times.
        if leaving + entering > 16 + (high - low) / 8 {
            values.removeAll(keepingCapacity: true)
            for index in low..<high { values.append(column[index]) }
            values.sort { Self.precedes($0, $1) }
        } else {
            for index in self.low..<min(low, self.high) { values.remove(at: position(of: column[index])) }
            for index in max(low, self.high)..<high {
                values.insert(column[index], at: position(of: column[index]))
            }
        }
        (self.low, self.high) = (low, high)
    }

    /// Where the first value lies that does not precede `value`.
    private func position(of value: Double) -> Int {
        var (start, end) = (0, values.count)
        while start < end {
            let middle = (start &+ end) / 2
            if Self.precedes(values[middle], value) { start = middle &+ 1 } else { end = middle }
        }
        return start
    }

    @inline(__always)
    static func precedes(_ first: Double, _ second: Double) -> Bool {
        first < second || (first.isNaN && !second.isNaN)
    }
}
