import PrometheusModel
import Storage

/// `rate`, `increase` and `delta` of native histograms.
///
/// Resets are looked for once a series, not once a window.
struct HistogramExtrapolation {
    private let times: [Int64]
    private let histograms: [FloatHistogram]
    private let isCounter: Bool
    private let isRate: Bool
    /// Whether the counter starts over at each histogram.
    private let isReset: [Bool]
    private let split: SplitSamples

    init(_ split: SplitSamples, isCounter: Bool, isRate: Bool) {
        self.split = split
        times = split.histogramTimes
        histograms = split.histograms
        self.isCounter = isCounter
        self.isRate = isRate
        var isReset = [Bool](repeating: false, count: split.histograms.count)
        if isCounter {
            for i in isReset.indices.dropFirst() {
                isReset[i] = split.histograms[i].isReset(after: split.histograms[i - 1])
            }
        }
        self.isReset = isReset
    }

    /// Writes the results of windows that hold histograms only.
    func evaluate(_ windows: WindowGrid, _ row: inout SeriesRow) {
        split.slide(windows) { step, low, high, hasFloats in
            guard !hasFloats, high - low >= 2, var sum = difference(low, high - 1, &row.findings) else { return }
            sum.counterResetHint = .gauge
            let result = sum.histogram
            let factor = factor(low, high - 1, windows.end(step), windows.range, result.count)
            row.histograms.append(step, result.multiplied(by: factor))
        }
    }

    /// What the samples from `first` to `last` add up to.
    private func difference(_ first: Int, _ last: Int, _ findings: inout HistogramFindings) -> HistogramSum? {
        let gauges = histograms[first...last].count { $0.counterResetHint == .gauge }
        if isCounter, gauges > 0 { findings.insert(.notCounter) }
        // A first sample before a reset says nothing, so its layout need not fit.
        let start = isReset[first + 1] ? emptied(histograms[first + 1]) : histograms[first]
        let relevant = isCounter ? (first + 1)...last : last...last
        guard histograms[relevant].allSatisfy({ $0.usesCustomBuckets == start.usesCustomBuckets }) else {
            findings.insert(.mixedSchemas)
            return nil
        }
        var sum = HistogramSum(histograms[last])
        sum.reduce(to: histograms[relevant].reduce(start.layout.schema) { min($0, $1.layout.schema) })
        do throws(HistogramArithmeticError) {
            if try sum.subtract(start).contains(.reconciledBounds) { findings.insert(.reconciledInSubtraction) }
            if isCounter {
                for i in (first + 1)...last where isReset[i] && i > first + 1 {
                    let remarks = try sum.add(histograms[i - 1])
                    if remarks.contains(.reconciledBounds) { findings.insert(.reconciledInAddition) }
                }
            } else if histograms[first].counterResetHint != .gauge || histograms[last].counterResetHint != .gauge {
                findings.insert(.notGauge)
            }
        } catch {
            findings.insert(.mixedSchemas)
            return nil
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

    /// By what the difference is multiplied to stand for the whole window.
    private func factor(_ first: Int, _ last: Int, _ end: Int64, _ range: Int64, _ count: Double) -> Double {
        var toStart = Double(times[first] - (end - range)) / 1000
        var toEnd = Double(end - times[last]) / 1000
        let span = Double(times[last] - times[first]) / 1000
        let average = span / Double(last - first)
        let limit = average * 1.1
        if toStart >= limit { toStart = average / 2 }
        let firstCount = histograms[first].count
        if isCounter, count > 0, firstCount >= 0 { toStart = min(toStart, span * (firstCount / count)) }
        if toEnd >= limit { toEnd = average / 2 }
        let factor = (span + toStart + toEnd) / span
        return isRate ? factor / (Double(range) / 1000) : factor
    }
}
