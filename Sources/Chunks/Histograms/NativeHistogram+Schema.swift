package import PrometheusModel

extension NativeHistogram {
    /// The histogram in a schema that queries know: finer ones are reduced; `nil` for a schema that nobody knows.
    package var withKnownSchema: NativeHistogram? {
        let schema = layout.schema
        if schema == HistogramLayout.customBucketsSchema || (-4...8).contains(schema) { return self }
        guard (9...52).contains(schema), hasMatchingSpans else { return nil }
        return HistogramRow(self).reducedIfTooFine(isFloat: isFloat).nativeHistogram(isFloat: isFloat)
    }

    /// The histogram with float counts, as queries see it.
    package var floatHistogram: FloatHistogram { HistogramRow(self).floatHistogram(isFloat: isFloat) }

    /// Whether there are as many buckets as the spans say.
    private var hasMatchingSpans: Bool {
        let (positive, negative): (Int, Int)
        switch self {
        case .integer(let histogram):
            (positive, negative) = (histogram.positiveDeltas.count, histogram.negativeDeltas.count)
        case .float(let histogram):
            (positive, negative) = (histogram.positiveBuckets.count, histogram.negativeBuckets.count)
        }
        return layout.positiveSpans.reduce(0) { $0 + Int($1.length) } == positive
            && layout.negativeSpans.reduce(0) { $0 + Int($1.length) } == negative
    }
}
