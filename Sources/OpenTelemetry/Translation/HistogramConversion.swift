internal import PrometheusModel

/// Makes native histograms of OpenTelemetry's.
enum HistogramConversion {
    private static let mostSchema: Int32 = 8
    private static let leastSchema: Int32 = -4
    private static let zeroThreshold = 1e-128
    /// Empty buckets between others that are written rather than skipped.
    private static let writtenGap: Int32 = 2

    /// An exponential histogram.
    static func native(_ point: ExportRequest.Point, isDelta: Bool) throws(TranslationError) -> IntegerHistogram {
        guard point.scale >= leastSchema else { throw .scaleTooSmall(point.scale) }
        let shift = max(0, point.scale - mostSchema)
        var histogram = IntegerHistogram()
        histogram.layout.schema = min(point.scale, mostSchema)
        histogram.layout.zeroThreshold = zeroThreshold
        histogram.counterResetHint = isDelta ? .gauge : .unknown
        guard !point.hasNoValue else {
            histogram.sum = StaleMarker.value
            return histogram
        }
        (histogram.count, histogram.zeroCount, histogram.sum) = (point.count, point.zeroCount, point.sum ?? 0)
        (histogram.layout.positiveSpans, histogram.positiveDeltas) = layout(exponential(point.positive, shift))
        (histogram.layout.negativeSpans, histogram.negativeDeltas) = layout(exponential(point.negative, shift))
        return histogram
    }

    /// A histogram with bounds, as a native one with bounds of its own.
    static func custom(_ point: ExportRequest.Point, isDelta: Bool) -> IntegerHistogram {
        var histogram = IntegerHistogram()
        histogram.layout.schema = HistogramLayout.customBucketsSchema
        histogram.layout.customBounds = point.bounds
        histogram.counterResetHint = isDelta ? .gauge : .unknown
        guard !point.hasNoValue else {
            histogram.sum = StaleMarker.value
            return histogram
        }
        (histogram.count, histogram.sum) = (point.count, point.sum ?? 0)
        let buckets = point.bucketCounts.enumerated().map { (index: Int32(clamping: $0), count: $1) }
        (histogram.layout.positiveSpans, histogram.positiveDeltas) = layout(buckets)
        return histogram
    }

    /// Buckets with the indices of native ones, which are counted from their upper bounds.
    private static func exponential(
        _ buckets: ExportRequest.Buckets,
        _ shift: Int32
    ) -> [(index: Int32, count: UInt64)] {
        var result: [(index: Int32, count: UInt64)] = []
        for (position, count) in buckets.counts.enumerated() where count > 0 {
            let index = ((buckets.offset &+ Int32(truncatingIfNeeded: position)) >> shift) &+ 1
            if let last = result.last, last.index == index {
                result[result.count - 1].count &+= count
            } else {
                result.append((index, count))
            }
        }
        return result
    }

    private static func layout(_ buckets: [(index: Int32, count: UInt64)]) -> ([HistogramSpan], [Int64]) {
        var (spans, deltas): ([HistogramSpan], [Int64]) = ([], [])
        var last: (index: Int32, count: Int64) = (0, 0)
        for bucket in buckets where bucket.count > 0 {
            let gap = spans.isEmpty ? bucket.index : bucket.index &- last.index &- 1
            if spans.isEmpty || gap > writtenGap || gap < 0 {
                spans.append(HistogramSpan(offset: gap, length: 0))
            } else {
                for _ in 0..<gap {
                    deltas.append(-last.count)
                    last.count = 0
                    spans[spans.count - 1].length += 1
                }
            }
            let count = Int64(clamping: bucket.count)
            deltas.append(count &- last.count)
            spans[spans.count - 1].length += 1
            last = (bucket.index, count)
        }
        return (spans, deltas)
    }
}
