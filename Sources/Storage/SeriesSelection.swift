package import PrometheusModel

/// The series that a query selected, by position.
///
/// Safe to read from several threads at once, so that a query can
/// split it into partitions.
package protocol SeriesSelection: Sendable {
    /// The number of series.
    var count: Int { get }

    /// The label set of the series at `index`.
    /// - Complexity: one allocation.
    func labels(at index: Int) -> Labels

    /// Decodes the samples of the series at `index` whose times lie in `window` (both ends included), ascending,
    /// stale markers included, and appends them to `samples`.
    func read(_ index: Int, _ window: ClosedRange<Int64>, into samples: inout SampleColumns) throws(StorageError)
}
