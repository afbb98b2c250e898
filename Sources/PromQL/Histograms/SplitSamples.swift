import PrometheusModel
import Storage

/// The samples of a series that has native histograms, floats and histograms apart.
struct SplitSamples {
    private(set) var floats = SampleColumns()
    private(set) var histogramTimes: [Int64] = []
    private(set) var histograms: [FloatHistogram] = []
    /// When the counters of the histograms started; empty if it is known of none.
    private(set) var starts: [Int64] = []

    init(_ samples: borrowing SampleColumns) {
        var next = 0
        let hasStarts = !samples.startTimestamps.isEmpty
        for row in 0..<samples.count {
            if next < samples.histogramRows.count, Int(samples.histogramRows[next]) == row {
                histogramTimes.append(samples.timestamps[row])
                histograms.append(samples.histograms[next])
                if hasStarts { starts.append(samples.startTimestamps[row]) }
                next += 1
            } else {
                floats.append(samples.timestamps[row], samples.values[row])
                if hasStarts { floats.setStartOfLast(samples.startTimestamps[row]) }
            }
        }
    }

    var hasStarts: Bool { !starts.isEmpty }

    /// Whether the counter starts over at histogram `index`, by its buckets or by its start.
    func isReset(_ index: Int, usesStarts: Bool) -> Bool {
        if usesStarts, hasStarts {
            let pair = StartTimes(
                previousStart: starts[index - 1],
                previousTime: histogramTimes[index - 1],
                start: starts[index],
                time: histogramTimes[index]
            )
            if pair.isReset { return true }
        }
        return histograms[index].isReset(after: histograms[index - 1])
    }

    /// Calls `body` for each window with the histograms in it and whether there are floats.
    func slide(
        _ windows: WindowGrid,
        _ body: (_ step: Int, _ low: Int, _ high: Int, _ hasFloats: Bool) -> Void
    ) {
        let times = floats.timestamps.span
        var (low, high) = (0, 0)
        windows.slide(over: histogramTimes.span) { step, first, end in
            let (from, to) = (windows.end(step) &- windows.range, windows.end(step))
            while high < times.count, times[high] <= to { high &+= 1 }
            while low < high, times[low] <= from { low &+= 1 }
            body(step, first, end, low < high)
        }
    }
}
