internal import PrometheusModel
internal import Storage

/// The series that a query selected in the head.
struct HeadSelection: SeriesSelection {
    let labels: [Labels]
    let samples: [SampleColumns]

    var count: Int { labels.count }

    func labels(at index: Int) -> Labels { labels[index] }

    func read(_ index: Int, _ window: ClosedRange<Int64>, into columns: inout SampleColumns) throws(StorageError) {
        for (timestamp, value) in zip(samples[index].timestamps, samples[index].values)
        where window.contains(timestamp) {
            columns.append(timestamp, value)
        }
    }
}
