import PrometheusModel
import Storage

/// `changes` and `resets` of series with native histograms: a change of type is both.
enum HistogramEvents {
    /// For each sample, how many changes there are from the column's start up to it.
    static func changes(_ samples: borrowing SampleColumns) -> [Int32] {
        count(samples, floats: { $1 != $0 && !($1.isNaN && $0.isNaN) }, histograms: { !$1.isIdentical(to: $0) })
    }

    /// For each sample, how many resets there are from the column's start up to it.
    static func resets(_ samples: borrowing SampleColumns, usesStarts: Bool) -> [Int32] {
        var counts = count(samples, floats: { $1 < $0 }, histograms: { $1.isReset(after: $0) })
        guard usesStarts, !samples.startTimestamps.isEmpty else { return counts }
        var added: Int32 = 0
        var previous: Int32 = 0
        for i in counts.indices.dropFirst() {
            let isKnown = counts[i] > previous
            previous = counts[i]
            let pair = StartTimes(
                previousStart: samples.startTimestamps[i - 1],
                previousTime: samples.timestamps[i - 1],
                start: samples.startTimestamps[i],
                time: samples.timestamps[i]
            )
            if !isKnown, pair.isReset { added += 1 }
            counts[i] += added
        }
        return counts
    }

    /// Writes how many events there are in each window; if it is extended, from the sample before it on.
    static func write(
        _ counts: [Int32],
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ extended: ExtendedRange?,
        _ values: inout [Double]
    ) {
        if let extended { return ExtendedKernel.events(counts.span, samples, extended.windows(windows), &values) }
        windows.slide(over: samples) { step, low, high in
            values[step] = low == high ? .absent : Double(counts[high - 1] - counts[low])
        }
    }

    private static func count(
        _ samples: borrowing SampleColumns,
        floats: (_ previous: Double, _ next: Double) -> Bool,
        histograms: (_ previous: FloatHistogram, _ next: FloatHistogram) -> Bool
    ) -> [Int32] {
        let indices = HistogramWindows.histogramIndices(samples)
        var events = [Int32](repeating: 0, count: samples.count)
        for i in events.indices.dropFirst() {
            let isEvent =
                switch (indices[i - 1] >= 0, indices[i] >= 0) {
                case (false, false): floats(samples.values[i - 1], samples.values[i])
                case (true, true):
                    histograms(samples.histograms[Int(indices[i - 1])], samples.histograms[Int(indices[i])])
                default: true
                }
            events[i] = events[i - 1] + (isEvent ? 1 : 0)
        }
        return events
    }
}
