internal import PrometheusModel

/// The parts of a classic histogram.
struct ClassicHistogram {
    /// Upper bounds and cumulative counts, in the order in which they came.
    var buckets: [(bound: Double, count: Double)] = []
    var sum = 0.0
    var count: Double?

    /// Runs of empty buckets up to this length are kept, because a span costs more than they do.
    private static let keptEmptyBuckets = 2

    /// The native histogram with the same bounds; `nil` if the parts contradict each other.
    var native: NativeHistogram? {
        guard let (bounds, counts, total) = normalised else { return nil }
        var layout = HistogramLayout()
        layout.schema = HistogramLayout.customBucketsSchema
        layout.customBounds = Array(bounds.dropLast())
        var single: [Double] = []
        var last = 0.0
        for count in counts {
            guard count >= last else { return nil }
            single.append(count - last)
            last = count
        }
        let kept: [Double]
        (layout.positiveSpans, kept) = Self.compact(single)
        let isWhole = counts.allSatisfy { $0.rounded(.towardZero) == $0 && $0 < 0x1p63 }
        guard isWhole else {
            var histogram = FloatHistogram()
            histogram.layout = layout
            (histogram.count, histogram.sum, histogram.positiveBuckets) = (total, sum, kept)
            return .float(histogram)
        }
        var histogram = IntegerHistogram()
        histogram.layout = layout
        (histogram.count, histogram.sum) = (UInt64(total), sum)
        var before: Int64 = 0
        for count in kept {
            histogram.positiveDeltas.append(Int64(count) - before)
            before = Int64(count)
        }
        return .integer(histogram)
    }

    /// Ascending bounds without repetition, the last of them infinite, with their counts.
    private var normalised: (bounds: [Double], counts: [Double], total: Double)? {
        guard buckets.allSatisfy({ !$0.bound.isNaN && $0.count >= 0 }), count ?? 0 >= 0 else { return nil }
        var bounds: [Double] = []
        var counts: [Double] = []
        // Stable, so that of equal bounds the first one stays.
        for (bound, count) in buckets.sorted(by: { $0.bound < $1.bound }) where bounds.last != bound {
            bounds.append(bound)
            counts.append(count)
        }
        let total = count ?? counts.last ?? 0
        if bounds.last != .infinity {
            bounds.append(.infinity)
            counts.append(total)
        }
        guard counts.last == total, total.isFinite else { return nil }
        return (bounds, counts, total)
    }

    /// Leaves out long runs of empty buckets.
    private static func compact(_ counts: [Double]) -> (spans: [HistogramSpan], counts: [Double]) {
        var (spans, kept): ([HistogramSpan], [Double]) = ([], [])
        var next = 0
        for (index, count) in counts.enumerated() where count != 0 {
            let gap = index - next
            if spans.isEmpty || gap > keptEmptyBuckets {
                spans.append(HistogramSpan(offset: Int32(gap), length: 1))
            } else {
                spans[spans.count - 1].length += UInt32(gap) + 1
                kept += [Double](repeating: 0, count: gap)
            }
            kept.append(count)
            next = index + 1
        }
        return (spans, kept)
    }
}
