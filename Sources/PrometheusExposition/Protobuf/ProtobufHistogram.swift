internal import PrometheusModel

/// A `Histogram` message, classic and native parts side by side as the format has them.
struct ProtobufHistogram {
    var sampleCount: UInt64 = 0
    var sampleCountFloat = 0.0
    var sampleSum = 0.0
    var buckets: [ProtobufBucket] = []
    var schema: Int32 = 0
    var zeroThreshold = 0.0
    var zeroCount: UInt64 = 0
    var zeroCountFloat = 0.0
    var negativeSpans: [HistogramSpan] = []
    var negativeDeltas: [Int64] = []
    var negativeCounts: [Double] = []
    var positiveSpans: [HistogramSpan] = []
    var positiveDeltas: [Int64] = []
    var positiveCounts: [Double] = []
    var startTimestamp: Int64 = 0
    /// Where the exemplars of the native histogram lie.
    var exemplars: [Range<Int>] = []

    /// The count as a float, whichever way it was written.
    var count: Double { sampleCountFloat > 0 ? sampleCountFloat : Double(sampleCount) }

    /// Whether there is a native histogram in it; an empty one is marked by a span of no buckets.
    var isNative: Bool {
        !positiveSpans.isEmpty || !negativeSpans.isEmpty || zeroThreshold > 0 || zeroCount > 0 || zeroCountFloat > 0
    }

    /// The native histogram.
    /// - Throws: which side's spans and buckets do not fit together, in upstream's words.
    func native(isGauge: Bool) throws(ProtobufHistogramFault) -> NativeHistogram {
        var layout = HistogramLayout()
        layout.schema = schema
        layout.zeroThreshold = zeroThreshold
        layout.positiveSpans = positiveSpans
        layout.negativeSpans = negativeSpans
        let hint = isGauge ? CounterResetHint.gauge : .unknown
        if sampleCountFloat > 0 || zeroCountFloat > 0 {
            try Self.check("positive", positiveSpans, positiveCounts.count)
            try Self.check("negative", negativeSpans, negativeCounts.count)
            var histogram = FloatHistogram()
            histogram.layout = layout
            histogram.counterResetHint = hint
            (histogram.count, histogram.sum, histogram.zeroCount) = (sampleCountFloat, sampleSum, zeroCountFloat)
            (histogram.positiveBuckets, histogram.negativeBuckets) = (positiveCounts, negativeCounts)
            return .float(histogram)
        }
        try Self.check("positive", positiveSpans, positiveDeltas.count)
        try Self.check("negative", negativeSpans, negativeDeltas.count)
        var histogram = IntegerHistogram()
        histogram.layout = layout
        histogram.counterResetHint = hint
        (histogram.count, histogram.sum, histogram.zeroCount) = (sampleCount, sampleSum, zeroCount)
        (histogram.positiveDeltas, histogram.negativeDeltas) = (positiveDeltas, negativeDeltas)
        return .integer(histogram)
    }

    private static func check(
        _ side: String,
        _ spans: [HistogramSpan],
        _ count: Int
    ) throws(ProtobufHistogramFault) {
        let needed = spans.reduce(0) { $0 + Int($1.length) }
        guard needed == count else {
            throw ProtobufHistogramFault(
                text: "\(side) side: spans require \(needed) buckets, have \(count): "
                    + "histogram spans specify different number of buckets than provided"
            )
        }
    }
}
