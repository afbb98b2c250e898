import PrometheusModel

/// One series on its way through a query: its labels and its value at each step, `absent` where it has none.
///
/// Native histograms stand in a column of their own, which is mostly empty; `values` are absent at their steps, so what only
/// knows floats does not see them.
struct SeriesRow: Sendable {
    var labels = Labels()
    /// Whether the metric name was lost on the way; `labels` may still hold it.
    var dropsName = false
    /// What is still to be told about the histograms it was made of.
    var findings: HistogramFindings = []
    var values: [Double] = []
    /// At how many steps a sample of the window says that its counter began before the sample before it.
    var startOverlaps = 0
    var histograms = HistogramColumn()

    /// Whether there is a float or a histogram at any step.
    var hasValues: Bool { !histograms.isEmpty || hasFloats }

    /// Whether there is a float at any step.
    var hasFloats: Bool { values.contains { !$0.isAbsent } }

    /// Whether there is a float or a histogram at `step`.
    func isPresent(at step: Int) -> Bool {
        !values[step].isAbsent || (!histograms.isEmpty && histograms.contains(step))
    }

    /// How many samples it counts for while it is held.
    var weight: Int { histograms.isEmpty ? values.count : values.count + histograms.weight }

    /// At how many steps there is a float.
    var floatCount: Int {
        let values = values.span
        var count = 0
        for step in 0..<values.count { count &+= values[step].isAbsent ? 0 : 1 }
        return count
    }

    /// Makes room for `count` values; what they are is up to the caller.
    ///
    /// There are no histograms then.
    mutating func resize(to count: Int) {
        if !histograms.isEmpty { histograms.removeAll() }
        findings = []
        guard values.count != count else { return }
        values = [Double](repeating: .absent, count: count)
    }

    /// Gives the row away and leaves an empty one.
    mutating func take() -> SeriesRow {
        var taken = SeriesRow()
        swap(&taken, &self)
        return taken
    }
}

/// Takes one row; it may change it and, with `take()`, keep it.
typealias RowSink = (inout SeriesRow) throws(PromQLError) -> Void
