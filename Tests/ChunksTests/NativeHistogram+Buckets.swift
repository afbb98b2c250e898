import PrometheusModel

extension NativeHistogram {
    /// The counts of the buckets that are not empty, by index, so that layouts do not matter.
    var buckets: [String: Double] {
        var buckets: [String: Double] = [:]
        let (positive, negative): ([Double], [Double])
        switch self {
        case .integer(let histogram):
            positive = Self.counts(histogram.positiveDeltas)
            negative = Self.counts(histogram.negativeDeltas)
        case .float(let histogram): (positive, negative) = (histogram.positiveBuckets, histogram.negativeBuckets)
        }
        for (side, spans, counts) in [("+", layout.positiveSpans, positive), ("-", layout.negativeSpans, negative)] {
            var (index, position) = (0, 0)
            for span in spans {
                index += Int(span.offset)
                for _ in 0..<span.length {
                    if counts[position] != 0 { buckets["\(side)\(index)"] = counts[position] }
                    index += 1
                    position += 1
                }
            }
        }
        return buckets
    }

    private static func counts(_ deltas: [Int64]) -> [Double] {
        var sum: Int64 = 0
        return deltas.map {
            sum += $0
            return Double(sum)
        }
    }

    var countAndZero: [Double] {
        switch self {
        case .integer(let histogram): [Double(histogram.count), Double(histogram.zeroCount)]
        case .float(let histogram): [histogram.count, histogram.zeroCount]
        }
    }
}
