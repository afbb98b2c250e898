/// The buckets of a classic histogram at one step, and what can be estimated from them.
struct ClassicHistogram {
    /// What had to be done to make the counts ascend.
    struct Correction {
        var lowestBound: Double
        var highestBound: Double
        var greatestDifference: Double
    }

    /// Sorted by bound, all bounds distinct.
    private var buckets: [ClassicBucket] = []
    private(set) var correction: Correction?

    /// Forgets the buckets and keeps their storage.
    mutating func removeAll() {
        buckets.removeAll(keepingCapacity: true)
        correction = nil
    }

    /// Adds a bucket; bounds must ascend, counts of equal bounds are added up.
    mutating func append(_ bucket: ClassicBucket) {
        if let last = buckets.last, last.upperBound == bucket.upperBound {
            buckets[buckets.count - 1].count += bucket.count
        } else {
            buckets.append(bucket)
        }
    }

    var isEmpty: Bool { buckets.isEmpty }

    private var endsWithInfinity: Bool { buckets.last?.upperBound == .infinity }

    /// Estimates the `quantile`-quantile by interpolating inside the bucket that it falls into.
    mutating func quantile(_ quantile: Double) -> Double {
        if quantile.isNaN { return .nan }
        if quantile < 0 { return -.infinity }
        if quantile > 1 { return .infinity }
        guard endsWithInfinity else { return .nan }
        makeMonotonic()
        guard buckets.count >= 2, let total = buckets.last?.count, total != 0 else { return .nan }
        let rank = quantile * total
        let last = buckets.count - 1
        let index = firstBucket(below: last, reaching: rank)
        if index == last { return buckets[last - 1].upperBound }
        let end = buckets[index].upperBound
        if index == 0, end <= 0 { return end }
        let start = index == 0 ? 0 : buckets[index - 1].upperBound
        let below = index == 0 ? 0 : buckets[index - 1].count
        return start + (end - start) * ((rank - below) / (buckets[index].count - below))
    }

    /// The first bucket before `end` with a count of at least `rank`, `end` if there is none; found by halving, which
    /// matters where counts are NaN.
    private func firstBucket(below end: Int, reaching rank: Double) -> Int {
        var (low, high) = (0, end)
        while low < high {
            let middle = (low + high) / 2
            if buckets[middle].count >= rank { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// Estimates which share of the observations lies between two values.
    func fraction(_ lower: Double, _ upper: Double) -> Double {
        guard endsWithInfinity, let total = buckets.last?.count, total != 0, !total.isNaN else { return .nan }
        if lower.isNaN || upper.isNaN { return .nan }
        if lower >= upper { return 0 }
        return (rank(of: upper, total) - rank(of: lower, total)) / total
    }

    /// How many observations are estimated to lie below `value`.
    private func rank(of value: Double, _ total: Double) -> Double {
        var below = 0.0
        var start = buckets[0].upperBound > 0 ? 0 : -Double.infinity
        for bucket in buckets {
            if value <= start { return below }
            if value < bucket.upperBound {
                if start == -.infinity { return bucket.count }
                if bucket.upperBound == .infinity { return below }
                return below + (bucket.count - below) * ((value - start) / (bucket.upperBound - start))
            }
            below = bucket.count
            start = bucket.upperBound
        }
        return total
    }

    /// Raises counts that are lower than those of smaller bounds.
    ///
    /// Differences as small as rounding are not worth a word.
    private mutating func makeMonotonic() {
        guard var previous = buckets.first?.count else { return }
        for i in buckets.indices.dropFirst() {
            let count = buckets[i].count
            if count == previous { continue }
            if AlmostEqual.holds(previous, count, 1e-12) {
                buckets[i].count = previous
            } else if count < previous {
                buckets[i].count = previous
                noteCorrection(bound: buckets[i].upperBound, difference: previous - count)
            } else {
                previous = count
            }
        }
    }

    private mutating func noteCorrection(bound: Double, difference: Double) {
        guard let known = correction else {
            correction = Correction(lowestBound: bound, highestBound: bound, greatestDifference: difference)
            return
        }
        correction = Correction(
            lowestBound: min(known.lowestBound, bound),
            highestBound: max(known.highestBound, bound),
            greatestDifference: max(known.greatestDifference, difference)
        )
    }
}
