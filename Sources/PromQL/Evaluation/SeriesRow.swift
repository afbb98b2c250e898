import PrometheusModel

/// One series on its way through a query: its labels and its value at each step, `absent` where it has none.
///
/// (Native histograms will stand in a column of their own beside `values`.)
struct SeriesRow: Sendable {
    var labels = Labels()
    /// Whether the metric name was lost on the way; `labels` may still hold it.
    var dropsName = false
    var values: [Double] = []
    /// At how many steps a sample of the window says that its counter began before the sample before it.
    var startOverlaps = 0

    /// Whether there is a value at any step.
    var hasValues: Bool { values.contains { !$0.isAbsent } }

    /// At how many steps there is a value.
    var valueCount: Int {
        let values = values.span
        var count = 0
        for step in 0..<values.count { count &+= values[step].isAbsent ? 0 : 1 }
        return count
    }

    /// Makes room for `count` values; what they are is up to the caller.
    mutating func resize(to count: Int) {
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
