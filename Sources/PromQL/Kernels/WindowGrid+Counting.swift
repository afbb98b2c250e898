import PrometheusModel

extension WindowGrid {
    /// Counts the samples in the windows, for all steps together or for each.
    ///
    /// Of those that two windows share only the first one reads them. Values of a subquery are not read: what they were
    /// made of is.
    func countSamples(
        _ samples: borrowing SampleColumns,
        _ counter: WindowPositions,
        byStep: Bool,
        areRead: Bool = true
    ) {
        if byStep || !samples.isFloatOnly {
            let sums = samples.weightSums
            var counted = 0
            slide(over: samples) { step, low, high in
                let all = sums[high] - sums[low]
                let read = areRead ? sums[high] - sums[max(low, min(counted, high))] : 0
                counted = high
                if byStep {
                    counter.count(queryable: all, read: read, at: step)
                } else {
                    counter.count(queryable: all, read: read)
                }
            }
        } else {
            // Known already, unless the function needed no positions.
            let positions = located(samples.timestamps.span, even: samples.known.even)
            counter.count(queryable: positions.sampleCount, read: areRead ? positions.distinctCount : 0)
        }
    }
}

extension SampleColumns {
    /// For each row, how much those before it count together; and behind the last one, all.
    fileprivate var weightSums: [Int] {
        var sums = [0]
        sums.reserveCapacity(count + 1)
        var nextHistogram = 0
        for row in 0..<count {
            var weight = 1
            if nextHistogram < histogramRows.count, Int(histogramRows[nextHistogram]) == row {
                weight = histograms[nextHistogram].sampleWeight
                nextHistogram += 1
            }
            sums.append(sums[row] + weight)
        }
        return sums
    }
}
