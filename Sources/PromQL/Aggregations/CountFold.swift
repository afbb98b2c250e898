/// `count`.
struct CountFold: GroupFold {
    private var counts: [Double] = []

    mutating func addGroup(steps: Int) { counts.append(contentsOf: repeatElement(0, count: steps)) }

    mutating func fold(_ values: borrowing Span<Double>, at base: Int) {
        var counts = counts.mutableSpan
        for step in 0..<values.count { counts[base &+ step] += values[step].isAbsent ? 0 : 1 }
    }

    static var ignoresHistograms: Bool { false }

    mutating func fold(_ histograms: HistogramColumn, at base: Int) -> HistogramFindings {
        for step in histograms.steps { counts[base + Int(step)] += 1 }
        return []
    }

    func result(_ cell: Int) -> Double { counts[cell] == 0 ? .absent : counts[cell] }
}
