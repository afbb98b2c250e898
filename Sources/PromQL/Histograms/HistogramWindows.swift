import PrometheusModel
import Storage

/// Functions of range vectors over native histograms.
enum HistogramWindows {
    /// Evaluates the function on the floats, as if there were no histograms.
    static func floatsAlone(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ row: inout SeriesRow,
        _ floats: WindowFunction
    ) -> SplitSamples {
        let split = SplitSamples(samples)
        if split.floats.count == 0 {
            for step in row.values.indices { row.values[step] = .absent }
        } else {
            floats(split.floats, windows, &row)
        }
        return split
    }

    /// Evaluates the windows that hold floats only; those with both types have no value.
    static func apart(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ row: inout SeriesRow,
        _ floats: WindowFunction
    ) -> SplitSamples {
        let split = floatsAlone(samples, windows, &row, floats)
        split.slide(windows) { step, low, high, hasFloats in
            guard low < high, hasFloats else { return }
            row.values[step] = .absent
            row.findings.insert(.mixedTypes)
        }
        return split
    }

    /// For each row of `samples`, which histogram it is, −1 for a float.
    static func histogramIndices(_ samples: borrowing SampleColumns) -> [Int32] {
        var result = [Int32](repeating: -1, count: samples.count)
        for (index, row) in samples.histogramRows.enumerated() { result[Int(row)] = Int32(index) }
        return result
    }

    /// `first_over_time`, `last_over_time`.
    static func pick(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ row: inout SeriesRow,
        first: Bool
    ) {
        let indices = histogramIndices(samples)
        windows.slide(over: samples) { step, low, high in
            row.values[step] = .absent
            guard low < high else { return }
            let at = first ? low : high - 1
            if indices[at] < 0 {
                row.values[step] = samples.values[at]
            } else {
                row.histograms.append(step, samples.histograms[Int(indices[at])])
            }
        }
    }

    /// `irate` and `idelta`.
    static func lastTwo(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ row: inout SeriesRow,
        perSecond: Bool,
        usesStarts: Bool
    ) {
        let usesStarts = usesStarts && perSecond && !samples.startTimestamps.isEmpty
        let indices = histogramIndices(samples)
        windows.slide(over: samples) { step, low, high in
            row.values[step] = .absent
            guard high - low >= 2 else { return }
            let (first, last) = (high - 2, high - 1)
            let milliseconds = samples.timestamps[last] - samples.timestamps[first]
            guard milliseconds != 0 else { return }
            let startsOver =
                usesStarts
                && StartTimes(
                    previousStart: samples.startTimestamps[first],
                    previousTime: samples.timestamps[first],
                    start: samples.startTimestamps[last],
                    time: samples.timestamps[last]
                ).isReset
            let seconds = perSecond ? Double(milliseconds) / 1000 : 1
            switch (indices[first] >= 0, indices[last] >= 0) {
            case (false, false):
                let (previous, value) = (samples.values[first], samples.values[last])
                row.values[step] = (perSecond && (value < previous || startsOver) ? value : value - previous) / seconds
            case (true, true):
                let previous = samples.histograms[Int(indices[first])]
                let histogram = samples.histograms[Int(indices[last])]
                let isReset = perSecond && (startsOver || histogram.isReset(after: previous))
                if var result = difference(previous, histogram, perSecond, isReset: isReset, &row.findings) {
                    if perSecond { result = result.divided(by: seconds) }
                    row.histograms.append(step, result)
                }
            default: row.findings.insert(.mixedTypes)
            }
        }
    }

    /// What the last of two samples adds to the one before.
    private static func difference(
        _ previous: FloatHistogram,
        _ last: FloatHistogram,
        _ isCounter: Bool,
        isReset: Bool,
        _ findings: inout HistogramFindings
    ) -> FloatHistogram? {
        let gauges = [previous, last].count { $0.counterResetHint == .gauge }
        if isCounter, gauges > 0 { findings.insert(.notCounter) }
        if !isCounter, gauges < 2 { findings.insert(.notGauge) }
        var sum = HistogramSum(last)
        if !isReset {
            do throws(HistogramArithmeticError) {
                if try sum.subtract(previous).contains(.reconciledBounds) { findings.insert(.reconciledInSubtraction) }
            } catch {
                findings.insert(.mixedSchemas)
                return nil
            }
        }
        sum.counterResetHint = .gauge
        return sum.histogram
    }

    /// `sum_over_time` of windows that hold histograms only.
    static func sums(_ split: SplitSamples, _ windows: WindowGrid, _ row: inout SeriesRow) {
        fold(split, windows, &row) { histograms throws(HistogramArithmeticError) in
            var sum = HistogramSum(histograms[histograms.startIndex])
            var findings: HistogramFindings = []
            for histogram in histograms.dropFirst() { findings.formUnion(.aggregation(try sum.add(histogram))) }
            return (sum.histogram, findings)
        }
    }

    /// `avg_over_time` of windows that hold histograms only.
    static func averages(_ split: SplitSamples, _ windows: WindowGrid, _ row: inout SeriesRow) {
        fold(split, windows, &row) { histograms throws(HistogramArithmeticError) in
            var mean = HistogramMean(histograms[histograms.startIndex])
            var findings: HistogramFindings = []
            for histogram in histograms.dropFirst() { findings.formUnion(.aggregation(try mean.add(histogram))) }
            return (mean.histogram, findings)
        }
    }

    private static func fold(
        _ split: SplitSamples,
        _ windows: WindowGrid,
        _ row: inout SeriesRow,
        _ fold: (ArraySlice<FloatHistogram>) throws(HistogramArithmeticError) -> (FloatHistogram, HistogramFindings)
    ) {
        split.slide(windows) { step, low, high, hasFloats in
            guard low < high, !hasFloats else { return }
            let histograms = split.histograms[low..<high]
            if ResetHints(histograms).areConflicting { row.findings.insert(.conflictingResets) }
            do throws(HistogramArithmeticError) {
                let (result, findings) = try fold(histograms)
                row.findings.formUnion(findings)
                row.histograms.append(step, result)
            } catch {
                row.findings.insert(.mixedSchemas)
            }
        }
    }
}
