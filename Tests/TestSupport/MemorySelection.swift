package import PrometheusModel
package import Storage

/// The series of a `MemoryStore` that a query selected.
package struct MemorySelection: SeriesSelection {
    let labels: [Labels]
    let columns: [SampleColumns]

    package var count: Int { labels.count }

    package func labels(at index: Int) -> Labels { labels[index] }

    package func read(
        _ index: Int,
        _ window: ClosedRange<Int64>,
        into samples: inout SampleColumns
    ) throws(StorageError) {
        let times = columns[index].timestamps
        let low = Self.lowerBound(times, window.lowerBound)
        let high = window.upperBound == .max ? times.count : Self.lowerBound(times, window.upperBound + 1)
        guard low < high else { return }
        samples.timestamps.append(contentsOf: times[low..<high])
        samples.values.append(contentsOf: columns[index].values[low..<high])
    }

    /// The position of the first time that is not before `time`.
    private static func lowerBound(_ times: [Int64], _ time: Int64) -> Int {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
