internal import PrometheusModel
internal import Storage

/// A selection without series.
struct NoSeries: SeriesSelection {
    var count: Int { 0 }
    var isOrdered: Bool { true }

    func labels(at index: Int) -> Labels { Labels() }

    func read(_ index: Int, _ window: ClosedRange<Int64>, into samples: inout SampleColumns) throws(StorageError) {}
}
