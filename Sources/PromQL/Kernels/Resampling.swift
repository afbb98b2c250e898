import PrometheusModel
import Storage

/// Puts the samples of a series onto the steps of a query: at each step the newest sample that is not too old.
///
/// Stale markers need no care: their bits are those of an absent value.
enum Resampling {
    /// Resamples values; `windows` are the lookback windows of the steps.
    ///
    /// - Returns: how many steps have a value.
    static func values(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) -> Int {
        apply(samples, windows, &values) { _, _, value in value }
    }

    /// As `values`, with the samples' times in seconds in place of their values.
    static func times(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) -> Int {
        apply(samples, windows, &values) { _, time, value in value.isAbsent ? .absent : Double(time) / 1000 }
    }

    /// As `values`, with the starts of the samples' counters in seconds in place of their values, 0 where they are not
    /// known.
    static func startTimes(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) -> Int {
        let starts = samples.startTimestamps.span
        return apply(samples, windows, &values) { row, _, value in
            value.isAbsent ? .absent : starts.isEmpty ? 0 : Double(starts[row]) / 1000
        }
    }

    /// Values between samples: on the line from the last sample to the next one, if that is near enough too.
    ///
    /// The samples hold no stale markers.
    static func smoothed(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ values: inout [Double]) -> Int {
        precondition(values.count == windows.count, "a row has one value a step")
        let times = samples.timestamps.span
        let column = samples.values.span
        var result = values.mutableSpan
        var next = 0
        var count = 0
        for step in 0..<windows.count {
            let end = windows.end(step)
            while next < times.count, times[next] <= end { next &+= 1 }
            guard next > 0, times[next &- 1] > end &- windows.range else {
                result[step] = .absent
                continue
            }
            let hasNext = times[next &- 1] < end && next < times.count && times[next] <= end &+ windows.range
            result[step] =
                hasNext
                ? ExtendedKernel.between(times, column, next &- 1, at: end, isCounter: false) : column[next &- 1]
            count &+= 1
        }
        return count
    }

    /// Resamples a series with native histograms.
    ///
    /// - Returns: how many samples the steps count for.
    static func histograms(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ row: inout SeriesRow) -> Int {
        var (next, nextHistogram) = (0, 0)
        var weight = 0
        for step in 0..<windows.count {
            let end = windows.end(step)
            while next < samples.count, samples.timestamps[next] <= end { next += 1 }
            row.values[step] = .absent
            guard next > 0, samples.timestamps[next - 1] > end - windows.range else { continue }
            let value = samples.values[next - 1]
            if value.isAbsent { continue }
            let rows = samples.histogramRows
            while nextHistogram < rows.count, Int(rows[nextHistogram]) < next - 1 { nextHistogram += 1 }
            if nextHistogram < rows.count, Int(rows[nextHistogram]) == next - 1 {
                row.histograms.append(step, samples.histograms[nextHistogram])
                weight += samples.histograms[nextHistogram].sampleWeight
            } else {
                row.values[step] = value
                weight += 1
            }
        }
        return weight
    }

    @inline(__always)
    private static func apply(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ values: inout [Double],
        _ pick: (_ row: Int, _ time: Int64, _ value: Double) -> Double
    ) -> Int {
        precondition(values.count == windows.count, "a row has one value a step")
        let times = samples.timestamps.span
        let column = samples.values.span
        var result = values.mutableSpan
        var count = 0
        windows.slide(over: samples) { step, low, high in
            var value = Double.absent
            if low < high {
                value = pick(high &- 1, times[high &- 1], column[high &- 1])
                count &+= value.isAbsent ? 0 : 1
            }
            result[step] = value
        }
        return count
    }
}
