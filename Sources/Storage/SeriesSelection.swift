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

    /// Appends the packed label set of the series at `index` to `bytes`.
    func appendLabels(at index: Int, to bytes: inout [UInt8])

    /// Whether the series come in the order of their label sets.
    var isOrdered: Bool { get }

    /// What the user should know about the series: a machine that was asked for some and did not answer.
    var warnings: [String] { get }

    /// Decodes the samples of the series at `index` whose times lie in `window` (both ends included), ascending,
    /// stale markers included, and appends them to `samples`.
    func read(_ index: Int, _ window: ClosedRange<Int64>, into samples: inout SampleColumns) throws(StorageError)
}

extension SeriesSelection {
    package func appendLabels(at index: Int, to bytes: inout [UInt8]) { bytes += labels(at: index).packed }

    package var isOrdered: Bool { false }

    package var warnings: [String] { [] }
}
