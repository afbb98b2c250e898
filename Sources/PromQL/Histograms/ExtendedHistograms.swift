import PrometheusModel

/// `rate`, `increase` and `delta` of native histograms over `anchored` and `smoothed` selectors: no extrapolation.
struct ExtendedHistograms {
    private let split: SplitSamples
    private let windows: ExtendedWindows
    private let wanted: ExtendedKernel.Difference

    init(_ split: SplitSamples, _ windows: ExtendedWindows, _ wanted: ExtendedKernel.Difference) {
        self.split = split
        self.windows = windows
        self.wanted = wanted
    }

    /// Writes the results of windows whose samples are all histograms; those with both types have none.
    static func evaluate(
        _ samples: borrowing SampleColumns,
        _ windows: ExtendedWindows,
        _ wanted: ExtendedKernel.Difference,
        _ row: inout SeriesRow
    ) {
        let split = SplitSamples(samples)
        if split.floats.count == 0 {
            for step in row.values.indices { row.values[step] = .absent }
        } else {
            ExtendedKernel.difference(split.floats, windows, wanted, &row.values)
        }
        // How many histograms there are before each row.
        var before = [Int](repeating: 0, count: samples.count + 1)
        for histogramRow in samples.histogramRows { before[Int(histogramRow) + 1] = 1 }
        for index in before.indices.dropFirst() { before[index] += before[index - 1] }
        let series = ExtendedHistograms(split, windows, wanted)
        windows.slide(over: samples.timestamps.span) { step, bounds in
            guard let bounds, samples.timestamps[bounds.first] <= bounds.end else { return row.values[step] = .absent }
            let (low, high) = (before[bounds.first], before[bounds.last + 1])
            if low == high { return }
            row.values[step] = .absent
            guard high - low == bounds.last + 1 - bounds.first else {
                row.findings.insert(.mixedTypes)
                return
            }
            if let result = series.difference(low, high - 1, bounds.start, bounds.end, &row.findings) {
                row.histograms.append(step, result)
            }
        }
    }

    private func difference(
        _ first: Int,
        _ last: Int,
        _ start: Int64,
        _ end: Int64,
        _ findings: inout HistogramFindings
    ) -> FloatHistogram? {
        let all = split.histograms[first...last]
        let gauges = all.count { $0.counterResetHint == .gauge }
        if wanted.isCounter, gauges > 0 { findings.insert(.notCounter) }
        let ends = [split.histograms[first], split.histograms[last]]
        if !wanted.isCounter, ends.contains(where: { $0.counterResetHint != .gauge }) { findings.insert(.notGauge) }
        guard all.allSatisfy({ $0.usesCustomBuckets == ends[0].usesCustomBuckets }) else {
            findings.insert(.mixedSchemas)
            return nil
        }
        do throws(HistogramArithmeticError) {
            let left = try value(first, at: start, if: split.histogramTimes[first] < start && last > first)
            let right = try value(last - 1, at: end, if: split.histogramTimes[last] > end && last > first)
            var sum = HistogramSum(right ?? split.histograms[last])
            note(try sum.subtract(left ?? split.histograms[first]), .reconciledInSubtraction, &findings)
            if wanted.isCounter {
                for lost in lost(first, last, start, end, left, right) {
                    note(try sum.add(lost), .reconciledInAddition, &findings)
                }
            }
            if wanted.isRate { sum.divide(by: Double(windows.windows.range) / 1000) }
            sum.counterResetHint = .gauge
            return sum.histogram
        } catch {
            findings.insert(.mixedSchemas)
            return nil
        }
    }

    private func note(
        _ remarks: HistogramSum.Remarks,
        _ finding: HistogramFindings,
        _ findings: inout HistogramFindings
    ) {
        if remarks.contains(.reconciledBounds) { findings.insert(finding) }
    }

    /// What lies between histogram `index` and the next at `time`, if the window's end lies between them.
    private func value(
        _ index: Int,
        at time: Int64,
        if isBetween: Bool
    ) throws(HistogramArithmeticError) -> FloatHistogram? {
        guard windows.isSmoothed, isBetween else { return nil }
        let (from, to) = (split.histogramTimes[index], split.histogramTimes[index + 1])
        return try HistogramInterpolation.between(
            split.histograms[index],
            split.histograms[index + 1],
            Double(time - from) / Double(to - from),
            isCounter: wanted.isCounter
        )
    }

    /// What resets inside the window took from the counter; `left` and `right` are its ends where they lie between samples.
    private func lost(
        _ first: Int,
        _ last: Int,
        _ start: Int64,
        _ end: Int64,
        _ left: FloatHistogram?,
        _ right: FloatHistogram?
    ) -> [FloatHistogram] {
        guard first < last else { return [] }
        var lost: [FloatHistogram] = []
        var previous = left ?? split.histograms[first]
        var next = first + 1
        if left != nil, split.histograms[next].isReset(after: split.histograms[first]) {
            // The left end begins at zero already.
            if next == last { return [] }
            previous = split.histograms[next]
            next += 1
        }
        for index in next..<(last + 1) where split.histogramTimes[index] > start && split.histogramTimes[index] < end {
            if split.histograms[index].isReset(after: previous) { lost.append(previous) }
            previous = split.histograms[index]
            next = index + 1
        }
        guard let right else {
            // The last one may have been among them.
            if next <= last, split.histograms[last].isReset(after: previous) { lost.append(previous) }
            return lost
        }
        if isResetAtEnd(right, last, previous) { lost.append(previous) }
        return lost
    }

    /// Whether the right end, which lies between the last two samples, is behind a reset.
    private func isResetAtEnd(_ right: FloatHistogram, _ last: Int, _ previous: FloatHistogram) -> Bool {
        if split.histograms[last].isReset(after: split.histograms[last - 1]) { return true }
        var right = right
        // What was known of the samples around it says nothing of it.
        right.counterResetHint = .unknown
        return right.isReset(after: previous)
    }
}
