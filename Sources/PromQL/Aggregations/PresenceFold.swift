/// `group`: 1 where there is any element.
struct PresenceFold: GroupFold {
    private var values: [Double] = []

    mutating func addGroup(steps: Int) { values.append(contentsOf: repeatElement(.absent, count: steps)) }

    mutating func fold(_ values: borrowing Span<Double>, at base: Int) {
        for step in 0..<values.count where !values[step].isAbsent { self.values[base &+ step] = 1 }
    }

    static var ignoresHistograms: Bool { false }

    mutating func fold(_ histograms: HistogramColumn, at base: Int) -> HistogramFindings {
        for step in histograms.steps { values[base + Int(step)] = 1 }
        return []
    }

    func result(_ cell: Int) -> Double { values[cell] }
}
