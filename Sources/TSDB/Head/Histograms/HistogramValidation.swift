package import PrometheusModel

/// Whether a native histogram contradicts itself (tsdb-behaviour.md, section 3).
package enum HistogramValidation {
    private static let negativeOffset = "histogram has a span whose offset is negative"
    private static let otherCount = "histogram spans specify different number of buckets than provided"
    private static let negativeBucket = "histogram has a bucket whose observation count is negative"

    /// What is wrong with the histogram, in upstream's words; `nil` if nothing is.
    package static func failure(of histogram: NativeHistogram) -> String? {
        if histogram.isStaleMarker { return nil }
        return switch histogram {
        case .integer(let integer): failure(of: integer)
        case .float(let float): failure(of: float)
        }
    }

    private static func failure(of histogram: IntegerHistogram) -> String? {
        let layout = histogram.layout
        if let failure = failure(of: layout, histogram.positiveDeltas.count, histogram.negativeDeltas.count) {
            return failure
        }
        if layout.usesCustomBuckets, histogram.zeroCount != 0 { return "custom buckets: must have zero count of 0" }
        let negative = sum(histogram.negativeDeltas)
        if let failure = negative.failure { return "negative side: \(failure)" }
        let positive = sum(histogram.positiveDeltas)
        if let failure = positive.failure { return "positive side: \(failure)" }
        let found = negative.count &+ positive.count &+ histogram.zeroCount
        if histogram.sum.isNaN ? found <= histogram.count : found == histogram.count { return nil }
        let detail = "\(found) observations found in buckets, but the Count field is \(histogram.count)"
        return histogram.sum.isNaN
            ? "\(detail): histogram's observation count should be at least the number of observations found in the buckets"
            : "\(detail): histogram's observation count should equal the number of observations found in the buckets "
                + "(in absence of NaN)"
    }

    private static func failure(of histogram: FloatHistogram) -> String? {
        let layout = histogram.layout
        if let failure = failure(of: layout, histogram.positiveBuckets.count, histogram.negativeBuckets.count) {
            return failure
        }
        if layout.usesCustomBuckets, histogram.zeroCount != 0 { return "custom buckets: must have zero count of 0" }
        if let failure = negative(histogram.negativeBuckets) { return "negative side: \(failure)" }
        if let failure = negative(histogram.positiveBuckets) { return "positive side: \(failure)" }
        if histogram.zeroCount < 0 {
            return
                "zero bucket has observation count of \(FloatText.generalString(histogram.zeroCount)): \(negativeBucket)"
        }
        if histogram.count < 0 {
            return "observation count is  \(FloatText.generalString(histogram.count)): "
                + "histogram's observation count is negative"
        }
        return nil
    }

    // MARK: Layouts

    private static func failure(of layout: HistogramLayout, _ positive: Int, _ negative: Int) -> String? {
        if layout.usesCustomBuckets { return customFailure(of: layout, positive, negative) }
        guard (-4...8).contains(layout.schema) else {
            return
                "histogram has an invalid schema, which must be between -4 and 8 for exponential buckets, or -53 for "
                + "custom buckets, got schema \(layout.schema)"
        }
        if let failure = failure(of: layout.positiveSpans, positive) { return "positive side: \(failure)" }
        if let failure = failure(of: layout.negativeSpans, negative) { return "negative side: \(failure)" }
        guard layout.customBounds.isEmpty else {
            return "histogram with exponential schema must not have custom bounds"
        }
        return nil
    }

    private static func failure(of spans: [HistogramSpan], _ buckets: Int) -> String? {
        var needed = 0
        for (index, span) in spans.enumerated() {
            if index > 0, span.offset < 0 {
                return "span number \(index + 1) with offset \(span.offset): \(negativeOffset)"
            }
            needed += Int(span.length)
        }
        return needed == buckets ? nil : "spans need \(needed) buckets, have \(buckets) buckets: \(otherCount)"
    }

    private static func customFailure(of layout: HistogramLayout, _ positive: Int, _ negative: Int) -> String? {
        if let failure = boundsFailure(of: layout, positive) { return "custom buckets: \(failure)" }
        if layout.zeroThreshold != 0 { return "custom buckets: must have zero threshold of 0" }
        if !layout.negativeSpans.isEmpty { return "custom buckets: must not have negative spans" }
        return negative == 0 ? nil : "custom buckets: must not have negative buckets"
    }

    private static func boundsFailure(of layout: HistogramLayout, _ buckets: Int) -> String? {
        var previous = -Double.infinity
        for bound in layout.customBounds {
            guard bound > previous else {
                return "previous bound is \(fixed(previous)) and current is \(fixed(bound)): "
                    + "histogram custom bounds must be in strictly increasing order"
            }
            previous = bound
        }
        if previous == .infinity {
            return "last +Inf bound must not be explicitly defined: histogram custom bounds must be finite"
        }
        var (needed, total) = (0, 0)
        for (index, span) in layout.positiveSpans.enumerated() {
            if span.offset < 0 { return "span number \(index + 1) with offset \(span.offset): \(negativeOffset)" }
            needed += Int(span.length)
            total += Int(span.length) + Int(span.offset)
        }
        if layout.customBounds.count + 1 < total {
            return "only \(layout.customBounds.count) custom bounds defined which is insufficient to cover total span "
                + "length of \(total): histogram custom bounds are too few"
        }
        return needed == buckets ? nil : "spans need \(needed) buckets, have \(buckets) buckets: \(otherCount)"
    }

    // MARK: Buckets

    private static func sum(_ deltas: [Int64]) -> (count: UInt64, failure: String?) {
        var (total, count): (UInt64, Int64) = (0, 0)
        for (index, delta) in deltas.enumerated() {
            count &+= delta
            if count < 0 {
                return (0, "bucket number \(index + 1) has observation count of \(count): \(negativeBucket)")
            }
            total &+= UInt64(bitPattern: count)
        }
        return (total, nil)
    }

    private static func negative(_ counts: [Double]) -> String? {
        guard let index = counts.firstIndex(where: { $0 < 0 }) else { return nil }
        let count = FloatText.generalString(counts[index])
        return "bucket number \(index + 1) has observation count of \(count): \(negativeBucket)"
    }

    /// Six digits behind the point, as `%f` has them.
    private static func fixed(_ value: Double) -> String {
        guard value.isFinite else { return value.isNaN ? "NaN" : value < 0 ? "-Inf" : "+Inf" }
        guard value.magnitude < 9e12 else { return FloatText.generalString(value) }
        let millionths = Int64((value.magnitude * 1e6).rounded(.toNearestOrEven))
        let digits = String(millionths % 1_000_000)
        let sign = value.sign == .minus ? "-" : ""
        return "\(sign)\(millionths / 1_000_000).\(String(repeating: "0", count: 6 - digits.count))\(digits)"
    }
}
