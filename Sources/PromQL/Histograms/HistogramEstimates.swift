#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif
import PrometheusModel

/// What can be estimated from the buckets of a native histogram.
enum HistogramEstimates {
    /// What observations that are no numbers do to an estimate.
    enum Remark {
        case resultIsNaN
        case resultIsSkewed
        case excluded
    }

    /// Estimates the `quantile`-quantile by interpolating inside the bucket that it falls into.
    static func quantile(_ quantile: Double, _ histogram: FloatHistogram) -> (value: Double, remark: Remark?) {
        if quantile < 0 { return (-.infinity, nil) }
        if quantile > 1 { return (.infinity, nil) }
        if histogram.count == 0 || quantile.isNaN { return (.nan, nil) }
        let hasNaN = histogram.sum.isNaN
        let isAscending = hasNaN || quantile < 0.5
        let all = histogram.populatedBuckets
        let wanted = (isAscending ? quantile : 1 - quantile) * histogram.count
        var below = 0.0
        var bucket = HistogramBucket(lower: 0, upper: 0, includesLower: false, includesUpper: false, count: 0)
        for i in all.indices {
            bucket = all[isAscending ? i : all.count - 1 - i]
            below += bucket.count
            if below >= wanted { break }
        }
        if let bound = clip(&bucket, histogram) { return (bound, nil) }
        below = min(below, histogram.count)
        if below < wanted { return hasNaN ? (.nan, .resultIsNaN) : (bucket.upper, nil) }
        let rank = isAscending ? wanted - (below - bucket.count) : below - wanted
        let isSkewed = hasNaN && all.reduce(0) { $0 + $1.count } < histogram.count
        let share = rank / bucket.count
        return (interpolate(bucket, share, histogram), isSkewed ? .resultIsSkewed : nil)
    }

    /// Narrows the bucket to where its observations can be; the quantile, if it can only be a bound.
    private static func clip(_ bucket: inout HistogramBucket, _ histogram: FloatHistogram) -> Double? {
        guard histogram.usesCustomBuckets else {
            if bucket.lower < 0, bucket.upper > 0 { narrowZeroBucket(&bucket, histogram) }
            return nil
        }
        if bucket.lower == -.infinity {
            if bucket.upper <= 0 { return bucket.upper }
            bucket.lower = 0
        }
        return bucket.upper == .infinity ? bucket.lower : nil
    }

    /// Takes the side away that has no observations.
    private static func narrowZeroBucket(_ bucket: inout HistogramBucket, _ histogram: FloatHistogram) {
        if histogram.negativeBuckets.isEmpty, !histogram.positiveBuckets.isEmpty { bucket.lower = 0 }
        if histogram.positiveBuckets.isEmpty, !histogram.negativeBuckets.isEmpty { bucket.upper = 0 }
    }

    private static func interpolate(_ bucket: HistogramBucket, _ share: Double, _ histogram: FloatHistogram) -> Double {
        if histogram.usesCustomBuckets || (bucket.lower <= 0 && bucket.upper >= 0) {
            return bucket.lower + (bucket.upper - bucket.lower) * share
        }
        let (lower, upper) = (log2(abs(bucket.lower)), log2(abs(bucket.upper)))
        if bucket.lower > 0 { return exp2(lower + (upper - lower) * share) }
        return -exp2(upper + (lower - upper) * (1 - share))
    }

    /// Estimates which share of the observations lies between two values.
    static func fraction(
        _ lower: Double,
        _ upper: Double,
        _ histogram: FloatHistogram
    ) -> (value: Double, remark: Remark?) {
        if histogram.count == 0 || lower.isNaN || upper.isNaN { return (.nan, nil) }
        if lower >= upper { return (0, nil) }
        let buckets = histogram.buckets
        var count = histogram.count
        var remark: Remark?
        if histogram.sum.isNaN {
            count = buckets.reduce(0) { $0 + $1.count }
            if count < histogram.count { remark = .excluded }
        }
        let below = min(count, rank(of: upper, buckets, histogram) ?? count)
        let start = min(count, rank(of: lower, buckets, histogram) ?? count)
        return ((below - start) / histogram.count, remark)
    }

    /// How many observations are estimated to lie below `value`; `nil` if all of them.
    private static func rank(_ value: Double, in bucket: HistogramBucket, isLinear: Bool) -> Double {
        if isLinear {
            if bucket.lower == -.infinity { return bucket.count }
            return bucket.count * (value - bucket.lower) / (bucket.upper - bucket.lower)
        }
        let (lower, upper) = (log2(abs(bucket.lower)), log2(abs(bucket.upper)))
        let share =
            value > 0
            ? (log2(abs(value)) - lower) / (upper - lower) : 1 - (log2(abs(value)) - upper) / (lower - upper)
        return bucket.count * share
    }

    private static func rank(
        of value: Double,
        _ buckets: [HistogramBucket],
        _ histogram: FloatHistogram
    ) -> Double? {
        var rank = 0.0
        for var bucket in buckets {
            let includesZero = bucket.lower <= 0 && bucket.upper >= 0
            if includesZero { narrowZeroBucket(&bucket, histogram) }
            if bucket.lower >= value { return rank }
            if bucket.upper > value {
                return rank + Self.rank(value, in: bucket, isLinear: histogram.usesCustomBuckets || includesZero)
            }
            rank += bucket.count
        }
        return nil
    }

    /// The estimated variance of the observations.
    static func variance(_ histogram: FloatHistogram) -> Double {
        let mean = histogram.sum / histogram.count
        var squares = CompensatedSum()
        for bucket in histogram.populatedBuckets {
            let difference = middle(bucket, histogram) - mean
            squares.add(bucket.count * difference * difference)
        }
        return squares.value / histogram.count
    }

    /// What stands for the observations of a bucket.
    private static func middle(_ bucket: HistogramBucket, _ histogram: FloatHistogram) -> Double {
        if histogram.usesCustomBuckets { return (bucket.upper + bucket.lower) / 2 }
        if bucket.lower <= 0, bucket.upper >= 0 { return 0 }
        let mean = (bucket.upper * bucket.lower).squareRoot()
        return bucket.upper < 0 ? -mean : mean
    }
}
