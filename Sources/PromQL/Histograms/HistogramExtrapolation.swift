import PrometheusModel
import Storage

/// `rate`, `increase` and `delta` of native histograms.
///
/// Resets are looked for once a series, not once a window.
struct HistogramExtrapolation {
    private let split: SplitSamples
    private let isCounter: Bool
    private let isRate: Bool
    private let usesStarts: Bool
    /// Whether the counter starts over at each histogram.
    private let isReset: [Bool]

    /// `usesStarts` says whether the starts of counters count where they are known.
    init(_ split: SplitSamples, isCounter: Bool, isRate: Bool, usesStarts: Bool) {
        self.split = split
        self.isCounter = isCounter
        self.isRate = isRate
        self.usesStarts = usesStarts && isCounter && split.hasStarts
        var isReset = [Bool](repeating: false, count: split.histograms.count)
        if isCounter {
            for i in isReset.indices.dropFirst() { isReset[i] = split.isReset(i, usesStarts: self.usesStarts) }
        }
        self.isReset = isReset
    }

    /// Writes the results of windows that hold histograms only.
    func evaluate(_ windows: WindowGrid, _ row: inout SeriesRow) {
        split.slide(windows) { step, low, high, hasFloats in
            guard !hasFloats, low < high else { return }
            let start = windows.end(step) - windows.range
            let hasStart =
                usesStarts && split.starts[low] > start && split.starts[low] < split.histogramTimes[low]
                && split.starts[low] != 0
            guard high - low >= 2 || hasStart, var sum = difference(low, high - 1, &row.findings) else { return }
            var window = ExtrapolatedWindow(
                toStart: Double(split.histogramTimes[low] - start) / 1000,
                toEnd: Double(windows.end(step) - split.histogramTimes[high - 1]) / 1000,
                span: Double(split.histogramTimes[high - 1] - split.histogramTimes[low]) / 1000,
                gaps: high - 1 - low
            )
            let first = split.histograms[low]
            if hasStart {
                window.toStart = 0
                window.span = Double(split.histogramTimes[high - 1] - split.starts[low]) / 1000
                guard add(first, to: &sum, &row.findings) else { return }
            }
            sum.counterResetHint = .gauge
            let result = sum.histogram
            if !hasStart {
                window.limitStart()
                if isCounter, result.count > 0, first.count >= 0 {
                    window.limitStart(toZero: first.count / result.count)
                }
            }
            window.limitEnd()
            let factor = isRate ? window.factor / (Double(windows.range) / 1000) : window.factor
            row.histograms.append(step, result.multiplied(by: factor))
        }
    }

    private func add(_ histogram: FloatHistogram, to sum: inout HistogramSum, _ findings: inout HistogramFindings)
        -> Bool
    {
        do throws(HistogramArithmeticError) {
            if try sum.add(histogram).contains(.reconciledBounds) { findings.insert(.reconciledInAddition) }
            return true
        } catch {
            findings.insert(.mixedSchemas)
            return false
        }
    }

    /// What the samples from `first` to `last` add up to.
    private func difference(_ first: Int, _ last: Int, _ findings: inout HistogramFindings) -> HistogramSum? {
        let histograms = split.histograms
        let gauges = histograms[first...last].count { $0.counterResetHint == .gauge }
        if isCounter, gauges > 0 { findings.insert(.notCounter) }
        // A first sample before a reset says nothing, so its layout need not fit.
        let isFirstReset = first < last && isReset[first + 1]
        let start = isFirstReset ? emptied(histograms[first + 1]) : histograms[first]
        let relevant = isCounter && first < last ? (first + 1)...last : last...last
        guard histograms[relevant].allSatisfy({ $0.usesCustomBuckets == start.usesCustomBuckets }) else {
            findings.insert(.mixedSchemas)
            return nil
        }
        var sum = HistogramSum(histograms[last])
        sum.reduce(to: histograms[relevant].reduce(start.layout.schema) { min($0, $1.layout.schema) })
        do throws(HistogramArithmeticError) {
            if try sum.subtract(start).contains(.reconciledBounds) { findings.insert(.reconciledInSubtraction) }
        } catch {
            findings.insert(.mixedSchemas)
            return nil
        }
        if isCounter {
            for i in (first + 1)..<(last + 1) where isReset[i] && i > first + 1 {
                guard add(histograms[i - 1], to: &sum, &findings) else { return nil }
            }
        } else if histograms[first].counterResetHint != .gauge || histograms[last].counterResetHint != .gauge {
            findings.insert(.notGauge)
        }
        return sum
    }

    /// A histogram without observations.
    private func emptied(_ histogram: FloatHistogram) -> FloatHistogram {
        var result = FloatHistogram()
        result.layout.schema = histogram.layout.schema
        result.layout.customBounds = histogram.layout.customBounds
        return result
    }
}
