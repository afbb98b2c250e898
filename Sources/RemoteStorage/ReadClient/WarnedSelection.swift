internal import PrometheusModel
internal import Storage

/// A selection with something that the user should know about it.
struct WarnedSelection: SeriesSelection {
    let selection: any SeriesSelection
    let warnings: [String]

    var count: Int { selection.count }
    var isOrdered: Bool { selection.isOrdered }

    func labels(at index: Int) -> Labels { selection.labels(at: index) }

    func appendLabels(at index: Int, to bytes: inout [UInt8]) { selection.appendLabels(at: index, to: &bytes) }

    func read(_ index: Int, _ window: ClosedRange<Int64>, into samples: inout SampleColumns) throws(StorageError) {
        try selection.read(index, window, into: &samples)
    }
}
