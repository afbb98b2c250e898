import PrometheusModel
import Storage

/// The samples of a series that has native histograms, floats and histograms apart.
struct SplitSamples {
    private(set) var floats = SampleColumns()
    private(set) var histogramTimes: [Int64] = []
    private(set) var histograms: [FloatHistogram] = []

    init(_ samples: borrowing SampleColumns) {
        var next = 0
        for row in 0..<samples.count {
            if next < samples.histogramRows.count, Int(samples.histogramRows[next]) == row {
                histogramTimes.append(samples.timestamps[row])
                histograms.append(samples.histograms[next])
                next += 1
            } else {
                floats.append(samples.timestamps[row], samples.values[row])
                if !samples.startTimestamps.isEmpty { floats.setStartOfLast(samples.startTimestamps[row]) }
            }
        }
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
