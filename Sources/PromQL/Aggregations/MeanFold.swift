/// `avg`.
struct MeanFold: GroupFold {
    private var means: [CompensatedMean] = []

    mutating func addGroup(steps: Int) {
        means.append(contentsOf: repeatElement(CompensatedMean(), count: steps))
    }

    mutating func fold(_ values: borrowing Span<Double>, at base: Int) {
        var means = means.mutableSpan
        for step in 0..<values.count where !values[step].isAbsent { means[base &+ step].add(values[step]) }
    }

    func result(_ cell: Int) -> Double { means[cell].isEmpty ? .absent : means[cell].value }
}
