/// A sum of native histograms, with the rounding errors of its additions kept beside every count.
package struct HistogramSum: Sendable {
    /// What an addition came upon that the user should know.
    package struct Remarks: OptionSet, Sendable {
        package let rawValue: UInt8

        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// One of the two is known to start over and the other not to.
        package static let conflictingResets = Remarks(rawValue: 1)
        /// Their custom bounds differ: the result has those that both have.
        package static let reconciledBounds = Remarks(rawValue: 2)
    }

    var schema: Int32
    var zeroThreshold: Double
    var customBounds: [Double]
    package var counterResetHint: CounterResetHint
    var count: CompensatedCount
    var sum: CompensatedCount
    var zeroCount: CompensatedCount
    var positive: BucketRuns
    var negative: BucketRuns

    package init(_ histogram: FloatHistogram) {
        schema = histogram.layout.schema
        zeroThreshold = histogram.layout.zeroThreshold
        customBounds = histogram.layout.customBounds
        counterResetHint = histogram.counterResetHint
        count = CompensatedCount(histogram.count)
        sum = CompensatedCount(histogram.sum)
        zeroCount = CompensatedCount(histogram.zeroCount)
        positive = BucketRuns(histogram.layout.positiveSpans, histogram.positiveBuckets)
        negative = BucketRuns(histogram.layout.negativeSpans, histogram.negativeBuckets)
    }

    package var usesCustomBuckets: Bool { schema == HistogramLayout.customBucketsSchema }

    /// The sum, without empty buckets.
    package var histogram: FloatHistogram {
        var result = FloatHistogram()
        result.layout.schema = schema
        result.layout.zeroThreshold = zeroThreshold
        result.layout.customBounds = customBounds
        result.counterResetHint = counterResetHint
        result.count = count.value
        result.sum = sum.value
        result.zeroCount = zeroCount.value
        (result.layout.positiveSpans, result.positiveBuckets) = positive.spans()
        (result.layout.negativeSpans, result.negativeBuckets) = negative.spans()
        return result
    }

    /// Whether a count or the sum has become infinite.
    package var hasOverflown: Bool {
        count.sum.isInfinite || sum.sum.isInfinite || zeroCount.sum.isInfinite
            || positive.sums.contains { $0.sum.isInfinite } || negative.sums.contains { $0.sum.isInfinite }
    }

    /// Adds a histogram; what is unknown of its resets or bounds is resolved, and remarked.
    package mutating func add(_ other: FloatHistogram) throws(HistogramArithmeticError) -> Remarks {
        try combine(HistogramSum(other), isNegated: false)
    }

    /// Subtracts a histogram.
    package mutating func subtract(_ other: FloatHistogram) throws(HistogramArithmeticError) -> Remarks {
        try combine(HistogramSum(other), isNegated: true)
    }

    /// Multiplies everything but the bounds.
    package mutating func multiply(by factor: Double) { scale { $0 * factor } }

    /// Divides everything but the bounds.
    package mutating func divide(by divisor: Double) { scale { $0 / divisor } }

    private mutating func scale(_ change: (Double) -> Double) {
        count.scale(change)
        sum.scale(change)
        zeroCount.scale(change)
        positive.scale(change)
        negative.scale(change)
    }

    private mutating func combine(
        _ other: HistogramSum,
        isNegated: Bool
    ) throws(HistogramArithmeticError) -> Remarks {
        guard usesCustomBuckets == other.usesCustomBuckets else { throw .incompatibleSchemas }
        var other = other
        var remarks: Remarks = []
        if !combineHints(other.counterResetHint) { remarks.insert(.conflictingResets) }
        if usesCustomBuckets {
            if customBounds != other.customBounds {
                remarks.insert(.reconciledBounds)
                reconcileBounds(with: &other)
            }
        } else {
            zeroCount.add(reconcileZeroBuckets(with: other), isNegated: isNegated)
        }
        count.add(other.count, isNegated: isNegated)
        sum.add(other.sum, isNegated: isNegated)
        if !usesCustomBuckets {
            if other.schema < schema { reduce(to: other.schema) }
            if schema < other.schema { other.reduce(to: schema) }
            other.removeBucketsInZeroBucket(zeroThreshold)
        }
        positive.add(other.positive, isNegated: isNegated)
        negative.add(other.negative, isNegated: isNegated)
        return remarks
    }

    /// Decides what is known about resets of the result; `false` if the two contradict each other.
    private mutating func combineHints(_ other: CounterResetHint) -> Bool {
        switch (counterResetHint, other) {
        case (let mine, let theirs) where mine == theirs: return true
        case (.gauge, _), (_, .gauge): counterResetHint = .gauge
        case (.unknown, _), (_, .unknown): counterResetHint = .unknown
        default:
            counterResetHint = .unknown
            return false
        }
        return true
    }

    /// Halves the resolution until the schema is `target`.
    package mutating func reduce(to target: Int32) {
        guard target < schema, !usesCustomBuckets else { return }
        let schema = schema
        positive = positive.mapped { ExponentialBounds.reduce($0, from: schema, to: target) }
        negative = negative.mapped { ExponentialBounds.reduce($0, from: schema, to: target) }
        self.schema = target
    }
}
