extension FloatHistogram {
    /// Whether both hold the same numbers in the same buckets, NaN being itself; what is known of resets does not count.
    package func isIdentical(to other: FloatHistogram) -> Bool {
        func areEqual(_ first: [Double], _ second: [Double]) -> Bool {
            first.count == second.count && zip(first, second).allSatisfy { $0.bitPattern == $1.bitPattern }
        }
        guard layout.schema == other.layout.schema, count.bitPattern == other.count.bitPattern,
            sum.bitPattern == other.sum.bitPattern
        else { return false }
        if usesCustomBuckets, layout.customBounds != other.layout.customBounds { return false }
        return layout.zeroThreshold == other.layout.zeroThreshold
            && zeroCount.bitPattern == other.zeroCount.bitPattern
            && Self.areEqual(layout.positiveSpans, other.layout.positiveSpans)
            && Self.areEqual(layout.negativeSpans, other.layout.negativeSpans)
            && areEqual(positiveBuckets, other.positiveBuckets) && areEqual(negativeBuckets, other.negativeBuckets)
    }

    /// Whether the spans are the same, those without buckets left aside.
    private static func areEqual(_ first: [HistogramSpan], _ second: [HistogramSpan]) -> Bool {
        first == second || withoutEmpty(first) == withoutEmpty(second)
    }

    private static func withoutEmpty(_ spans: [HistogramSpan]) -> [HistogramSpan] {
        var result: [HistogramSpan] = []
        var gap: Int32 = 0
        for span in spans {
            gap &+= span.offset
            guard span.length > 0 else { continue }
            if gap == 0, !result.isEmpty {
                result[result.count - 1].length += span.length
            } else {
                result.append(HistogramSpan(offset: gap, length: span.length))
            }
            gap = 0
        }
        return result
    }
}
