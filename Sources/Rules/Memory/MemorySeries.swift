internal import PrometheusModel
internal import Storage

/// Series that a query selected in memory.
struct MemorySeries: SeriesSelection {
    let labels: [Labels]
    let columns: [SampleColumns]

    var count: Int { labels.count }

    func labels(at index: Int) -> Labels { labels[index] }

    func read(
        _ index: Int,
        _ window: ClosedRange<Int64>,
        into samples: inout SampleColumns
    ) throws(StorageError) {
        let source = columns[index]
        let low = Self.position(of: window.lowerBound, in: source.timestamps)
        let high =
            window.upperBound == .max
            ? source.count : Self.position(of: window.upperBound + 1, in: source.timestamps)
        guard low < high else { return }
        guard source.isFloatOnly else {
            var next = source.histogramRows.firstIndex { $0 >= Int32(low) } ?? source.histogramRows.count
            for row in low..<high {
                if next < source.histogramRows.count, source.histogramRows[next] == Int32(row) {
                    samples.append(source.timestamps[row], source.histograms[next])
                    next += 1
                } else {
                    samples.append(source.timestamps[row], source.values[row])
                }
            }
            return
        }
        samples.timestamps.append(contentsOf: source.timestamps[low..<high])
        samples.values.append(contentsOf: source.values[low..<high])
    }

    /// The position of the first time that is not before `time`.
    private static func position(of time: Int64, in times: [Int64]) -> Int {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
