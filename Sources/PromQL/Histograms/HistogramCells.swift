import PrometheusModel

/// Cells of an aggregation that have native histograms: mostly none.
struct HistogramCells: Sendable {
    private let kind: HistogramCell.Kind
    private var cells: [Int: HistogramCell] = [:]

    init(kind: HistogramCell.Kind) { self.kind = kind }

    var isEmpty: Bool { cells.isEmpty }

    subscript(cell: Int) -> HistogramCell? { cells[cell] }

    /// Adds a row; `hasFloat` says whether a cell has floats already.
    mutating func fold(
        _ histograms: HistogramColumn,
        at base: Int,
        hasFloat: (_ cell: Int) -> Bool
    ) -> HistogramFindings {
        var findings: HistogramFindings = []
        for (index, step) in histograms.steps.enumerated() {
            let cell = base + Int(step)
            let histogram = histograms.histograms[index]
            if cells[cell] == nil {
                cells[cell] = HistogramCell(kind, histogram, followsFloat: hasFloat(cell))
            } else {
                findings.formUnion(cells[cell]?.add(histogram) ?? [])
            }
        }
        return findings
    }
}
