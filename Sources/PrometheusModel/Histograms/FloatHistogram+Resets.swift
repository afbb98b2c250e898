extension FloatHistogram {
    /// Whether the counter started over between `previous` and this sample.
    ///
    /// What is known decides; else any bucket that went down, or resolution that came out of nothing.
    package func isReset(after previous: FloatHistogram) -> Bool {
        switch counterResetHint {
        case .reset: return true
        case .notReset: return false
        case .unknown, .gauge: break
        }
        if count < previous.count { return true }
        if usesCustomBuckets {
            guard previous.usesCustomBuckets else { return true }
            if layout.customBounds != previous.layout.customBounds { return isResetWithOtherBounds(after: previous) }
        }
        if layout.schema > previous.layout.schema || layout.zeroThreshold < previous.layout.zeroThreshold {
            return true
        }
        if layout == previous.layout { return hasFallen(since: previous) }
        var old = HistogramSum(previous)
        if !usesCustomBuckets {
            let (zero, threshold) = old.zeroBucket(widenedTo: layout.zeroThreshold)
            if threshold != layout.zeroThreshold || zeroCount < zero.value { return true }
            old.reduce(to: layout.schema)
            old.removeBucketsInZeroBucket(layout.zeroThreshold)
        }
        var new = HistogramSum(self)
        if !usesCustomBuckets { new.removeBucketsInZeroBucket(layout.zeroThreshold) }
        return Self.hasFallen(new.positive, old.positive) || Self.hasFallen(new.negative, old.negative)
    }

    /// Whether a bucket of the same layout went down.
    private func hasFallen(since previous: FloatHistogram) -> Bool {
        if zeroCount < previous.zeroCount { return true }
        return zip(positiveBuckets, previous.positiveBuckets).contains { $0 < $1 }
            || zip(negativeBuckets, previous.negativeBuckets).contains { $0 < $1 }
    }

    /// Whether a populated bucket is missing or went down.
    private static func hasFallen(_ new: BucketRuns, _ old: BucketRuns) -> Bool {
        var at = 0
        for i in old.indices.indices {
            while at < new.count, new.indices[at] < old.indices[i] { at += 1 }
            if at < new.count, new.indices[at] == old.indices[i] {
                if new.sums[at].value < old.sums[i].value { return true }
            } else if old.sums[i].value != 0 {
                return true
            }
        }
        return false
    }

    /// Compares what lies between the bounds that both have.
    private func isResetWithOtherBounds(after previous: FloatHistogram) -> Bool {
        let common = HistogramSum.commonBounds(layout.customBounds, previous.layout.customBounds)
        func counts(_ histogram: FloatHistogram) -> [Double] {
            var result = [Double](repeating: 0, count: common.count + 1)
            let place = HistogramSum.mapping(from: histogram.layout.customBounds, to: common)
            BucketRuns.forEach(histogram.layout.positiveSpans, histogram.positiveBuckets) { index, count in
                result[Int(place(index))] += count
            }
            return result
        }
        return zip(counts(self), counts(previous)).contains { $0 < $1 }
    }
}
