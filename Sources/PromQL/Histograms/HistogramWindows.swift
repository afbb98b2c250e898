import PrometheusModel
import Storage

/// Functions of range vectors over native histograms.
enum HistogramWindows {
    /// Evaluates the windows that hold floats only; those with both types have no value.
    static func apart(
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
        split.slide(windows) { step, low, high, hasFloats in
            guard low < high, hasFloats else { return }
            row.values[step] = .absent
            row.findings.insert(.mixedTypes)
        }
        return split
    }

    /// For each row of `samples`, which histogram it is, −1 for a float.
    private static func histogramIndices(_ samples: borrowing SampleColumns) -> [Int32] {
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
        windows.slide(over: samples.timestamps.span) { step, low, high in
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

    /// `changes` and `resets`: a change of type is one.
    static func count(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ values: inout [Double],
        histograms: (_ previous: FloatHistogram, _ next: FloatHistogram) -> Bool,
        floats: (_ previous: Double, _ next: Double) -> Bool
    ) {
        let indices = histogramIndices(samples)
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
        windows.slide(over: samples.timestamps.span) { step, low, high in
            values[step] = low == high ? .absent : Double(events[high - 1] - events[low])
        }
    }

    /// `irate` and `idelta`.
    static func lastTwo(
        _ samples: borrowing SampleColumns,
        _ windows: WindowGrid,
        _ row: inout SeriesRow,
        perSecond: Bool
    ) {
        let indices = histogramIndices(samples)
        windows.slide(over: samples.timestamps.span) { step, low, high in
            row.values[step] = .absent
            guard high - low >= 2 else { return }
            let (first, last) = (high - 2, high - 1)
            let milliseconds = samples.timestamps[last] - samples.timestamps[first]
            guard milliseconds != 0 else { return }
            let seconds = perSecond ? Double(milliseconds) / 1000 : 1
            switch (indices[first] >= 0, indices[last] >= 0) {
            case (false, false):
                let (previous, value) = (samples.values[first], samples.values[last])
                row.values[step] = (perSecond && value < previous ? value : value - previous) / seconds
            case (true, true):
                let previous = samples.histograms[Int(indices[first])]
                let histogram = samples.histograms[Int(indices[last])]
                if var result = difference(previous, histogram, isCounter: perSecond, &row.findings) {
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
        isCounter: Bool,
        _ findings: inout HistogramFindings
    ) -> FloatHistogram? {
        let gauges = [previous, last].count { $0.counterResetHint == .gauge }
        if isCounter, gauges > 0 { findings.insert(.notCounter) }
        if !isCounter, gauges < 2 { findings.insert(.notGauge) }
        var sum = HistogramSum(last)
        if !isCounter || !last.isReset(after: previous) {
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
