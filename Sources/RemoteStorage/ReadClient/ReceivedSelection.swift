internal import Chunks
internal import PrometheusModel
internal import Storage
internal import TSDB

/// The series that another machine sent, in the order of their label sets, each once.
struct ReceivedSelection: SeriesSelection {
    /// Neighbours with the same labels are one series.
    private let parts: [ReceivedSeries]
    /// Where the parts of each series begin; one more at the end.
    private let starts: [Int]
    /// The times that were asked for: others are not believed.
    private let range: ClosedRange<Int64>

    /// `parts` come in any order; those of one series in the order of their times, mostly.
    init(_ parts: [ReceivedSeries], _ range: ClosedRange<Int64>) {
        var order = Array(parts.indices)
        // Stable: parts of a series stay in order.
        order.sort { one, other in
            if parts[one].labels == parts[other].labels { return one < other }
            return parts[one].labels < parts[other].labels
        }
        self.parts = order.map { parts[$0] }
        var starts: [Int] = []
        for (position, part) in self.parts.enumerated()
        where position == 0 || self.parts[position - 1].labels != part.labels {
            starts.append(position)
        }
        self.starts = starts + [parts.count]
        self.range = range
    }

    var count: Int { starts.count - 1 }

    var isOrdered: Bool { true }

    func labels(at index: Int) -> Labels { parts[starts[index]].labels }

    func read(_ index: Int, _ window: ClosedRange<Int64>, into samples: inout SampleColumns) throws(StorageError) {
        let (low, high) = (
            max(window.lowerBound, range.lowerBound), min(window.upperBound, range.upperBound)
        )
        guard low <= high else { return }
        let start = samples.count
        for part in parts[starts[index]..<starts[index + 1]] {
            let end = samples.count
            samples.append(part.samples, low...high)
            samples.mergeOverlap(from: start, at: end)
            for chunk in 0..<part.chunks.count
            where part.chunks.minTimes[chunk] <= high && part.chunks.maxTimes[chunk] >= low {
                let end = samples.count
                do throws(ChunkError) {
                    try ChunkPayload(part.chunks.encodings[chunk], part.chunks.payload(at: chunk))
                        .decode(window: low...high, into: &samples)
                } catch {
                    throw .corrupt("remote_read: \(error)")
                }
                samples.mergeOverlap(from: start, at: end)
            }
        }
    }
}

extension SampleColumns {
    /// Appends the rows of `other` whose times lie in `window`.
    fileprivate mutating func append(_ other: borrowing SampleColumns, _ window: ClosedRange<Int64>) {
        var (next, integer) = (0, 0)
        for row in 0..<other.count {
            let isHistogram = next < other.histogramRows.count && Int(other.histogramRows[next]) == row
            let rows = other.integerHistogramRows
            let isInteger = integer < rows.count && Int(rows[integer]) == row
            if isHistogram { next += 1 }
            if isInteger { integer += 1 }
            guard window.contains(other.timestamps[row]) else { continue }
            if isHistogram {
                append(other.timestamps[row], other.histograms[next - 1])
                if isInteger { markLastAsInteger() }
            } else {
                append(other.timestamps[row], other.values[row])
            }
        }
    }
}
