extension FloatHistogram {
    package var usesCustomBuckets: Bool { layout.usesCustomBuckets }

    /// The sum of both, without empty buckets, and what was to be remarked.
    package func adding(
        _ other: FloatHistogram
    ) throws(HistogramArithmeticError) -> (FloatHistogram, HistogramSum.Remarks) {
        var sum = HistogramSum(self)
        let remarks = try sum.add(other)
        return (sum.histogram, remarks)
    }

    /// The difference, without empty buckets, and what was to be remarked.
    package func subtracting(
        _ other: FloatHistogram
    ) throws(HistogramArithmeticError) -> (FloatHistogram, HistogramSum.Remarks) {
        var sum = HistogramSum(self)
        let remarks = try sum.subtract(other)
        return (sum.histogram, remarks)
    }

    /// All counts and the sum multiplied; a negative factor makes it a gauge.
    package func multiplied(by factor: Double) -> FloatHistogram {
        scaled(factor) { $0 * factor }
    }

    /// All counts and the sum divided; by zero, what is infinite then has no buckets any more.
    package func divided(by divisor: Double) -> FloatHistogram {
        var result = scaled(divisor) { $0 / divisor }
        guard divisor == 0 else { return result }
        result.layout.positiveSpans = []
        result.layout.negativeSpans = []
        result.positiveBuckets = []
        result.negativeBuckets = []
        return result
    }

    private func scaled(_ factor: Double, _ change: (Double) -> Double) -> FloatHistogram {
        var result = self
        result.count = change(count)
        result.sum = change(sum)
        result.zeroCount = change(zeroCount)
        for i in result.positiveBuckets.indices { result.positiveBuckets[i] = change(result.positiveBuckets[i]) }
        for i in result.negativeBuckets.indices { result.negativeBuckets[i] = change(result.negativeBuckets[i]) }
        if factor < 0 { result.counterResetHint = .gauge }
        return result
    }

    /// The same histogram without empty buckets and spans.
    package func compacted() -> FloatHistogram {
        guard !isCompact else { return self }
        var result = self
        (result.layout.positiveSpans, result.positiveBuckets) =
            BucketRuns(layout.positiveSpans, positiveBuckets).spans()
        (result.layout.negativeSpans, result.negativeBuckets) =
            BucketRuns(layout.negativeSpans, negativeBuckets).spans()
        return result
    }

    private var isCompact: Bool {
        func isCompact(_ spans: [HistogramSpan], _ counts: [Double]) -> Bool {
            for i in spans.indices where spans[i].length == 0 || (i > 0 && spans[i].offset == 0) { return false }
            return !counts.contains(0)
        }
        return isCompact(layout.positiveSpans, positiveBuckets) && isCompact(layout.negativeSpans, negativeBuckets)
    }

    /// The same observations in the coarser exponential schema `target`, without empty buckets.
    package func reduced(to target: Int32) -> FloatHistogram {
        guard target < layout.schema, !usesCustomBuckets else { return self }
        var sum = HistogramSum(self)
        sum.reduce(to: target)
        return sum.histogram
    }
}
