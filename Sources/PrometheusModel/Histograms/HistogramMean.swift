/// A mean of native histograms: the compensated sum divided by the count, or, once that sum is infinite, a running mean.
package struct HistogramMean: Sendable {
    private var total: HistogramSum
    private var count = 1.0
    private var isIncremental = false

    package init(_ first: FloatHistogram) { total = HistogramSum(first) }

    /// Takes in another histogram.
    package mutating func add(_ histogram: FloatHistogram) throws(HistogramArithmeticError) -> HistogramSum.Remarks {
        count += 1
        if !isIncremental {
            var next = total
            let remarks = try next.add(histogram)
            guard next.hasOverflown else {
                total = next
                return remarks
            }
            isIncremental = true
            total.divide(by: count - 1)
        }
        total.multiply(by: (count - 1) / count)
        return try total.add(histogram.divided(by: count))
    }

    /// The mean, without empty buckets.
    package var histogram: FloatHistogram {
        guard !isIncremental else { return total.histogram }
        var mean = total
        mean.divide(by: count)
        return mean.histogram
    }
}
