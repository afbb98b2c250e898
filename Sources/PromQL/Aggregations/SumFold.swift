/// `sum`.
struct SumFold: GroupFold {
    private var sums: [Double] = []
    private var compensations: [Double] = []
    private var histograms = HistogramCells(kind: .sum)

    mutating func addGroup(steps: Int) {
        sums.append(contentsOf: repeatElement(.absent, count: steps))
        compensations.append(contentsOf: repeatElement(0, count: steps))
    }

    mutating func fold(_ values: borrowing Span<Double>, at base: Int) {
        Self.fold(values, at: base, &sums, &compensations)
    }

    private static func fold(
        _ values: borrowing Span<Double>,
        at base: Int,
        _ sumColumn: inout [Double],
        _ compensationColumn: inout [Double]
    ) {
        var sums = sumColumn.mutableSpan
        var compensations = compensationColumn.mutableSpan
        for step in 0..<values.count {
            let value = values[step]
            if value.isAbsent { continue }
            let sum = sums[base &+ step]
            if sum.isAbsent {
                sums[base &+ step] = value
                continue
            }
            var total = CompensatedSum(sum, compensation: compensations[base &+ step])
            total.add(value)
            sums[base &+ step] = total.sum
            compensations[base &+ step] = total.compensation
        }
    }

    static var ignoresHistograms: Bool { false }
    var hasHistograms: Bool { !histograms.isEmpty }

    mutating func fold(_ histograms: HistogramColumn, at base: Int) -> HistogramFindings {
        let sums = sums
        return self.histograms.fold(histograms, at: base) { !sums[$0].isAbsent }
    }

    func histogramResult(_ cell: Int) -> HistogramCell? { histograms[cell] }

    func result(_ cell: Int) -> Double { sums[cell].isAbsent ? .absent : sums[cell] + compensations[cell] }
}
