/// An aggregation that needs a few numbers for each group and step, and never its input again.
///
/// The numbers of group `g` at step `s` lie at `g * steps + s`.
protocol GroupFold {
    /// Whether histograms are left out, and the user is told.
    static var ignoresHistograms: Bool { get }

    init()

    /// Makes room for another group.
    mutating func addGroup(steps: Int)

    /// Adds the values that are there to the group whose numbers start at `base`.
    mutating func fold(_ values: borrowing Span<Double>, at base: Int)

    /// Adds native histograms to the group whose numbers start at `base`.
    /// - Returns: what the user should know.
    mutating func fold(_ histograms: HistogramColumn, at base: Int) -> HistogramFindings

    /// The result of one cell; absent if nothing was added to it.
    func result(_ cell: Int) -> Double

    /// The result of histograms; `nil` if none were added to the cell.
    func histogramResult(_ cell: Int) -> HistogramCell?

    /// Whether any cell has histograms.
    var hasHistograms: Bool { get }
}

extension GroupFold {
    static var ignoresHistograms: Bool { true }
    var hasHistograms: Bool { false }

    mutating func fold(_ histograms: HistogramColumn, at base: Int) -> HistogramFindings { [] }
    func histogramResult(_ cell: Int) -> HistogramCell? { nil }
}
