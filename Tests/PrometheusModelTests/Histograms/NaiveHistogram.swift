import PrometheusModel

/// A native histogram as dictionaries of buckets: slow, and simple enough to be right.
struct NaiveHistogram: Equatable {
    var schema: Int32
    var zeroCount: Double
    var positive: [Int32: Double]
    var negative: [Int32: Double]

    init(_ histogram: FloatHistogram) {
        schema = histogram.layout.schema
        zeroCount = histogram.zeroCount
        positive = Self.buckets(histogram.layout.positiveSpans, histogram.positiveBuckets)
        negative = Self.buckets(histogram.layout.negativeSpans, histogram.negativeBuckets)
    }

    private static func buckets(_ spans: [HistogramSpan], _ counts: [Double]) -> [Int32: Double] {
        var result: [Int32: Double] = [:]
        var (index, next) = (Int32(0), 0)
        for span in spans {
            index += span.offset
            for _ in 0..<span.length {
                if counts[next] != 0 { result[index] = counts[next] }
                index += 1
                next += 1
            }
        }
        return result
    }

    /// The same in a coarser schema, one halving of the resolution after the other.
    func reduced(to target: Int32) -> NaiveHistogram {
        var result = self
        while result.schema > target {
            result.schema -= 1
            result.positive = Self.halved(result.positive)
            result.negative = Self.halved(result.negative)
        }
        return result
    }

    /// Buckets 1 and 2 become 1, 3 and 4 become 2, −1 and 0 become 0.
    private static func halved(_ buckets: [Int32: Double]) -> [Int32: Double] {
        var result: [Int32: Double] = [:]
        for (index, count) in buckets {
            result[Int32((Double(index) / 2).rounded(.up)), default: 0] += count
        }
        return result
    }

    /// Both added up with `sign` before the other one.
    func adding(_ other: NaiveHistogram, sign: Double = 1) -> NaiveHistogram {
        var result = reduced(to: min(schema, other.schema))
        let other = other.reduced(to: result.schema)
        result.zeroCount += sign * other.zeroCount
        for (index, count) in other.positive { result.positive[index, default: 0] += sign * count }
        for (index, count) in other.negative { result.negative[index, default: 0] += sign * count }
        result.positive = result.positive.filter { $0.value != 0 }
        result.negative = result.negative.filter { $0.value != 0 }
        return result
    }
}
