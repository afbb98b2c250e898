extension FloatHistogram {
    /// The zero bucket.
    package var zeroBucket: HistogramBucket {
        HistogramBucket(
            lower: -layout.zeroThreshold,
            upper: layout.zeroThreshold,
            includesLower: true,
            includesUpper: true,
            count: zeroCount
        )
    }

    /// The positive bucket `index`.
    private func positiveBucket(_ index: Int32, _ count: Double) -> HistogramBucket {
        guard usesCustomBuckets else {
            let lower = ExponentialBounds.upper(index &- 1, schema: layout.schema)
            let upper = ExponentialBounds.upper(index, schema: layout.schema)
            return HistogramBucket(lower: lower, upper: upper, includesLower: false, includesUpper: true, count: count)
        }
        return HistogramBucket(
            lower: customBound(index &- 1),
            upper: customBound(index),
            includesLower: index == 0,
            includesUpper: true,
            count: count
        )
    }

    private func customBound(_ index: Int32) -> Double {
        if index < 0 { return -.infinity }
        return Int(index) < layout.customBounds.count ? layout.customBounds[Int(index)] : .infinity
    }

    /// The positive buckets, ascending, empty ones included.
    package var positive: [HistogramBucket] {
        var result: [HistogramBucket] = []
        result.reserveCapacity(positiveBuckets.count)
        BucketRuns.forEach(layout.positiveSpans, positiveBuckets) { result.append(positiveBucket($0, $1)) }
        return result
    }

    /// The negative buckets, those nearest to zero first, empty ones included.
    package var negative: [HistogramBucket] {
        var result: [HistogramBucket] = []
        result.reserveCapacity(negativeBuckets.count)
        BucketRuns.forEach(layout.negativeSpans, negativeBuckets) { index, count in
            let mirrored = positiveBucket(index, count)
            result.append(
                HistogramBucket(
                    lower: -mirrored.upper,
                    upper: -mirrored.lower,
                    includesLower: mirrored.includesUpper,
                    includesUpper: mirrored.includesLower,
                    count: count
                )
            )
        }
        return result
    }

    /// All buckets, ascending, the zero bucket among them if it is populated.
    ///
    /// A bucket that the zero bucket covers in part begins where that ends.
    package var buckets: [HistogramBucket] {
        let threshold = layout.zeroThreshold
        var result: [HistogramBucket] = []
        result.reserveCapacity(positiveBuckets.count + negativeBuckets.count + 1)
        for var bucket in negative.reversed() {
            if bucket.upper < 0, bucket.upper > -threshold { bucket.upper = -threshold }
            result.append(bucket)
        }
        if zeroCount > 0 { result.append(zeroBucket) }
        for var bucket in positive {
            if bucket.lower > 0, bucket.lower < threshold { bucket.lower = threshold }
            result.append(bucket)
        }
        return result
    }

    /// The buckets that are not empty, ascending.
    package var populatedBuckets: [HistogramBucket] { buckets.filter { $0.count != 0 } }
}
