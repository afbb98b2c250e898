import PrometheusModel

/// Native histograms between two samples.
enum HistogramInterpolation {
    /// The histogram at `share` of the way from one to the next; a counter that was reset between them starts at zero.
    static func between(
        _ earlier: FloatHistogram,
        _ later: FloatHistogram,
        _ share: Double,
        isCounter: Bool
    ) throws(HistogramArithmeticError) -> FloatHistogram {
        guard earlier.usesCustomBuckets == later.usesCustomBuckets else { throw .incompatibleSchemas }
        if isCounter, later.isReset(after: earlier) { return later.multiplied(by: share) }
        var sum = HistogramSum(later)
        _ = try sum.subtract(earlier)
        sum.multiply(by: share)
        _ = try sum.add(earlier)
        return sum.histogram
    }

    /// `x smoothed` of a series with native histograms: where both types are in reach, there is no value.
    ///
    /// The samples hold no stale markers.
    /// - Returns: how many samples the steps count for.
    static func smooth(_ samples: borrowing SampleColumns, _ windows: WindowGrid, _ row: inout SeriesRow) -> Int {
        let split = SplitSamples(samples)
        var values = row.values
        _ = Resampling.smoothed(split.floats, windows, &values)
        row.values = values
        let (times, floatTimes) = (split.histogramTimes, split.floats.timestamps)
        // The first in reach, the first behind the step, the first out of reach; the same two of floats.
        var (low, next, high, floatLow, floatHigh) = (0, 0, 0, 0, 0)
        var weight = 0
        for step in row.values.indices {
            let end = windows.end(step)
            while low < times.count, times[low] <= end - windows.range { low += 1 }
            while next < times.count, times[next] <= end { next += 1 }
            while high < times.count, times[high] <= end + windows.range { high += 1 }
            while floatLow < floatTimes.count, floatTimes[floatLow] <= end - windows.range { floatLow += 1 }
            while floatHigh < floatTimes.count, floatTimes[floatHigh] <= end + windows.range { floatHigh += 1 }
            guard low < high else {
                weight += row.values[step].isAbsent ? 0 : 1
                continue
            }
            row.values[step] = .absent
            if floatLow < floatHigh {
                row.findings.insert(.mixedTypes)
            } else if next > low, let histogram = value(split, at: end, next, high, &row.findings) {
                row.histograms.append(step, histogram)
                weight += histogram.sampleWeight
            }
        }
        return weight
    }

    /// The histogram before `next`, or what lies between the two if the next one is in reach.
    private static func value(
        _ split: SplitSamples,
        at time: Int64,
        _ next: Int,
        _ high: Int,
        _ findings: inout HistogramFindings
    ) -> FloatHistogram? {
        let (histogram, from) = (split.histograms[next - 1], split.histogramTimes[next - 1])
        guard from < time, next < high else { return histogram }
        let share = Double(time - from) / Double(split.histogramTimes[next] - from)
        let isCounter = histogram.counterResetHint != .gauge
        do throws(HistogramArithmeticError) {
            return try between(histogram, split.histograms[next], share, isCounter: isCounter)
        } catch {
            findings.insert(.mixedSchemas)
            return nil
        }
    }
}
