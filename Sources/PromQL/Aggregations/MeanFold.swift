/// `avg`.
struct MeanFold: GroupFold {
    private var means: [CompensatedMean] = []
    private var histograms = HistogramCells(kind: .mean)

    mutating func addGroup(steps: Int) {
        means.append(contentsOf: repeatElement(CompensatedMean(), count: steps))
    }

    mutating func fold(_ values: borrowing Span<Double>, at base: Int) {
        var means = means.mutableSpan
        for step in 0..<values.count where !values[step].isAbsent { means[base &+ step].add(values[step]) }
    }

    static var ignoresHistograms: Bool { false }
    var hasHistograms: Bool { !histograms.isEmpty }

    mutating func fold(_ histograms: HistogramColumn, at base: Int) -> HistogramFindings {
        let means = means
        return self.histograms.fold(histograms, at: base) { !means[$0].isEmpty }
    }

    func histogramResult(_ cell: Int) -> HistogramCell? { histograms[cell] }

    func result(_ cell: Int) -> Double { means[cell].isEmpty ? .absent : means[cell].value }
}
