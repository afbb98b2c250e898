internal import LabelMatching
internal import PrometheusModel
internal import Storage

/// A storage without any series, for queries that are planned only.
struct NoSeries: Queryable, Querier, SeriesSelection {
    var count: Int { 0 }

    func querier(_ window: ClosedRange<Int64>) throws(StorageError) -> any Querier { self }

    func select(
        _ matchers: [LabelMatcher],
        hints: SelectHints
    ) throws(StorageError) -> any SeriesSelection { self }

    func labelNames(_ matchers: [LabelMatcher]) throws(StorageError) -> [String] { [] }

    func labelValues(_ name: String, _ matchers: [LabelMatcher]) throws(StorageError) -> [String] { [] }

    func labels(at index: Int) -> Labels { Labels() }

    func read(
        _ index: Int,
        _ window: ClosedRange<Int64>,
        into samples: inout SampleColumns
    ) throws(StorageError) {}
}
