import PrometheusModel
import Storage

/// Applied to the samples of one series, without stale markers: writes one value a window into the row.
///
/// It may run on several threads at the same time.
typealias WindowFunction = @Sendable (borrowing SampleColumns, WindowGrid, inout SeriesRow) -> Void

/// A part of a plan whose value is a window of samples of each series at each step: a range selector or a subquery.
protocol RangeNode: Sendable {
    var isUniqueWithoutName: Bool { get }

    /// Where the windows of the steps lie.
    func windows(_ grid: StepGrid) -> WindowGrid

    /// Applies `function` to each series and gives the rows to `sink`, in order.
    func rows(
        _ evaluation: Evaluation,
        _ grid: StepGrid,
        _ function: @escaping WindowFunction,
        _ sink: RowSink
    ) throws(PromQLError)

    /// Gives the samples of each series in the first window to `sink`.
    func samples(
        _ evaluation: Evaluation,
        _ grid: StepGrid,
        _ sink: (Labels, SampleColumns) throws(PromQLError) -> Void
    ) throws(PromQLError)
}
