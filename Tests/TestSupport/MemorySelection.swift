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
        samples.append(columns[index], low..<high)
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

extension SampleColumns {
    /// Appends some rows of other columns, with histograms and starts.
    package mutating func append(_ other: SampleColumns, _ rows: Range<Int>) {
        for (position, row) in other.histogramRows.enumerated() where rows.contains(Int(row)) {
            histogramRows.append(Int32(count + Int(row) - rows.lowerBound))
            histograms.append(other.histograms[position])
        }
        if !other.startTimestamps.isEmpty || !startTimestamps.isEmpty {
            if startTimestamps.isEmpty { startTimestamps = [Int64](repeating: 0, count: count) }
            let none = ArraySlice([Int64](repeating: 0, count: rows.count))
            startTimestamps.append(contentsOf: other.startTimestamps.isEmpty ? none : other.startTimestamps[rows])
        }
        timestamps.append(contentsOf: other.timestamps[rows])
        values.append(contentsOf: other.values[rows])
    }
}
