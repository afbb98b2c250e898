#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

extension FloatHistogram {
    /// Which observations stay.
    package enum Trim: Sendable {
        /// Those up to a value.
        case upTo(Double)
        /// Those from a value on.
        case from(Double)

        fileprivate var value: Double {
            switch self {
            case .upTo(let value), .from(let value): value
            }
        }

        /// Whether all observations between the bounds stay.
        fileprivate func keepsAll(_ lower: Double, _ upper: Double) -> Bool {
            switch self {
            case .upTo(let value): upper <= value
            case .from(let value): lower >= value
            }
        }

        /// Whether some observations between the bounds stay.
        fileprivate func keepsAny(_ lower: Double, _ upper: Double) -> Bool {
            switch self {
            case .upTo(let value): lower < value
            case .from(let value): upper > value
            }
        }

        /// The part of an interval that stays.
        fileprivate func surviving(_ lower: Double, _ upper: Double) -> (lower: Double, upper: Double) {
            switch self {
            case .upTo(let value): (lower, value)
            case .from(let value): (value, upper)
            }
        }

        /// The share that stays, given the share that lies below the value.
        fileprivate func share(below: Double) -> Double {
            switch self {
            case .upTo: below
            case .from: 1 - below
            }
        }
    }

    /// What is left of a bucket, and the value that stands for all its observations.
    private typealias Rest = (count: Double, midpoint: Double)

    /// The histogram without the observations that are trimmed away, with its count and sum estimated anew.
    package func trimmed(_ trim: Trim) -> FloatHistogram {
        var result = self
        var (count, sum) = (0.0, 0.0)
        var isTrimmed = false
        func keep(_ rest: Rest, of old: Double) -> Double {
            if rest.count < old { isTrimmed = true }
            count += rest.count
            if rest.count > 0 { sum += rest.midpoint * rest.count }
            return rest.count
        }
        for (i, bucket) in positive.enumerated() where bucket.count != 0 {
            result.positiveBuckets[i] = keep(rest(of: bucket, trim, isPositive: true), of: bucket.count)
        }
        for (i, bucket) in negative.enumerated() where bucket.count != 0 {
            result.negativeBuckets[i] = keep(rest(of: bucket, trim, isPositive: false), of: bucket.count)
        }
        if zeroCount != 0 { result.zeroCount = keep(restOfZeroBucket(trim), of: zeroCount) }
        guard isTrimmed else { return self }
        result.count = count
        result.sum = sum
        return result.compacted()
    }

    private func rest(of bucket: HistogramBucket, _ trim: Trim, isPositive: Bool) -> Rest {
        if trim.keepsAll(bucket.lower, bucket.upper) {
            return (bucket.count, midpoint(bucket.lower, bucket.upper, isPositive: isPositive))
        }
        guard trim.keepsAny(bucket.lower, bucket.upper) else { return (0, 0) }
        if bucket.lower.isInfinite || bucket.upper.isInfinite { return restOfInfinite(bucket, trim) }
        let value = trim.value
        let below: Double
        if usesCustomBuckets {
            below = (value - bucket.lower) / (bucket.upper - bucket.lower)
        } else if isPositive {
            below = (log2(value) - log2(bucket.lower)) / (log2(bucket.upper) - log2(bucket.lower))
        } else {
            below = 1 - (log2(-value) - log2(-bucket.upper)) / (log2(-bucket.lower) - log2(-bucket.upper))
        }
        let (lower, upper) = trim.surviving(bucket.lower, bucket.upper)
        return (bucket.count * trim.share(below: below), midpoint(lower, upper, isPositive: isPositive))
    }

    /// What is left of a bucket without a lower or an upper end, inside which the value lies.
    private func restOfInfinite(_ bucket: HistogramBucket, _ trim: Trim) -> Rest {
        let (count, upper) = (bucket.count, bucket.upper)
        switch trim {
        case .upTo(let value):
            guard bucket.lower.isInfinite else { return (0, 0) }
            if upper <= 0 { return (count, value) }
            return value > 0 && upper.isFinite ? (count * value / upper, value / 2) : (0, 0)
        case .from(let value):
            if upper.isInfinite, bucket.lower.isFinite { return (count, value) }
            return value >= 0 && upper > value && upper.isFinite
                ? (count * (1 - value / upper), (value + upper) / 2) : (0, 0)
        }
    }

    private func restOfZeroBucket(_ trim: Trim) -> Rest {
        let hasPositive = positiveBuckets.contains { $0 != 0 }
        let hasNegative = negativeBuckets.contains { $0 != 0 }
        let lower = hasPositive && !hasNegative ? 0 : -layout.zeroThreshold
        let upper = hasNegative && !hasPositive ? 0 : layout.zeroThreshold
        if trim.keepsAll(lower, upper) { return (zeroCount, (lower + upper) / 2) }
        guard trim.keepsAny(lower, upper) else { return (0, 0) }
        let share = trim.share(below: (trim.value - lower) / (upper - lower))
        let rest = trim.surviving(lower, upper)
        return (zeroCount * share, (rest.lower + rest.upper) / 2)
    }

    /// What stands for the observations between two values.
    private func midpoint(_ lower: Double, _ upper: Double, isPositive: Bool) -> Double {
        if lower.isInfinite { return upper.isInfinite ? 0 : upper > 0 ? upper / 2 : upper }
        if upper.isInfinite { return lower }
        if usesCustomBuckets { return (lower + upper) / 2 }
        let mean = abs(lower * upper).squareRoot()
        return isPositive ? mean : -mean
    }
}
