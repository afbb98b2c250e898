import PrometheusModel
import Storage

/// Some series of a selection.
struct SelectionSlice: SeriesSelection {
    let selection: any SeriesSelection
    let positions: [Int]

    var count: Int { positions.count }

    func labels(at index: Int) -> Labels { selection.labels(at: positions[index]) }

    func appendLabels(at index: Int, to bytes: inout [UInt8]) {
        selection.appendLabels(at: positions[index], to: &bytes)
    }

    func read(_ index: Int, _ window: ClosedRange<Int64>, into samples: inout SampleColumns) throws(StorageError) {
        try selection.read(positions[index], window, into: &samples)
    }
}
