extension HistogramSum {
    /// Widens the narrower zero bucket until both are equally wide.
    ///
    /// The buckets of `other` stay, those inside its zero bucket too: upstream leaves them out by their bounds in the
    /// resolution of the result, so that a coarser one may count some of them a second time.
    /// - Returns: what the zero bucket of `other` holds then.
    mutating func reconcileZeroBuckets(with other: HistogramSum) -> CompensatedCount {
        var theirs = (count: other.zeroCount, threshold: other.zeroThreshold)
        // Not `!=`: a threshold that is no number would never be equal to another.
        while zeroThreshold < theirs.threshold || theirs.threshold < zeroThreshold {
            if zeroThreshold > theirs.threshold { theirs = other.zeroBucket(widenedTo: zeroThreshold) }
            if theirs.threshold > zeroThreshold {
                (zeroCount, zeroThreshold) = zeroBucket(widenedTo: theirs.threshold)
                removeBucketsInZeroBucket(zeroThreshold)
            }
        }
        return theirs.count
    }

    /// What the zero bucket would hold if it were at least as wide as `threshold`.
    func zeroBucket(widenedTo threshold: Double) -> (count: CompensatedCount, threshold: Double) {
        guard threshold > zeroThreshold else { return (zeroCount, zeroThreshold) }
        var threshold = threshold
        while true {
            var total = zeroCount
            let reached = max(cover(positive, threshold, &total), cover(negative, threshold, &total))
            // A wider bucket may cover more on the other side: begin again.
            if reached <= threshold { return (total, threshold) }
            threshold = reached
        }
    }

    /// Adds the buckets that begin below `threshold` to `total`.
    /// - Returns: the outer bound of the last one that is populated, if that lies behind `threshold`.
    private func cover(_ side: BucketRuns, _ threshold: Double, _ total: inout CompensatedCount) -> Double {
        for i in side.indices.indices {
            if ExponentialBounds.upper(side.indices[i] &- 1, schema: schema) >= threshold { break }
            total.add(side.sums[i])
            let upper = ExponentialBounds.upper(side.indices[i], schema: schema)
            if upper > threshold { return side.sums[i].value == 0 ? threshold : upper }
        }
        return threshold
    }

    /// Removes the buckets that lie inside the zero bucket.
    mutating func removeBucketsInZeroBucket(_ threshold: Double) {
        guard threshold > 0 else { return }
        let schema = schema
        let isInside: (Int32, Double) -> Bool = { index, _ in
            ExponentialBounds.upper(index, schema: schema) <= threshold
        }
        if let first = positive.indices.first, isInside(first, 0) { positive.removeAll(where: isInside) }
        if let first = negative.indices.first, isInside(first, 0) { negative.removeAll(where: isInside) }
    }
}
