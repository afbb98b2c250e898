import PrometheusModel
import TestSupport

/// Random native histograms with whole counts, so that sums of them are exact.
struct RandomHistograms {
    private var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }

    /// A histogram with exponential buckets of positive and negative values, none of them inside its zero bucket.
    mutating func exponential(schemas: ClosedRange<Int> = -2...3, zeroThreshold: Double = 0) -> FloatHistogram {
        var result = FloatHistogram()
        result.layout.schema = Int32(number(schemas))
        result.layout.zeroThreshold = zeroThreshold
        result.zeroCount = Double(number(0...9))
        (result.layout.positiveSpans, result.positiveBuckets) = side(from: -6)
        (result.layout.negativeSpans, result.negativeBuckets) = side(from: -4)
        complete(&result)
        return result
    }

    /// A histogram with custom bounds out of 1 to 12.
    mutating func custom() -> FloatHistogram {
        var result = FloatHistogram()
        result.layout.schema = HistogramLayout.customBucketsSchema
        result.layout.customBounds = (1...12).filter { _ in number(0...2) > 0 }.map(Double.init)
        let count = result.layout.customBounds.count + 1
        result.layout.positiveSpans = [HistogramSpan(offset: 0, length: UInt32(count))]
        for _ in 0..<count { result.positiveBuckets.append(Double(number(0...9))) }
        complete(&result)
        return result
    }

    private mutating func side(from start: Int) -> ([HistogramSpan], [Double]) {
        var spans: [HistogramSpan] = []
        var counts: [Double] = []
        for index in 0..<number(0...3) {
            let length = number(index == 0 ? 1...4 : 0...4)
            spans.append(
                HistogramSpan(offset: Int32(index == 0 ? start + number(0...9) : number(0...3)), length: UInt32(length))
            )
            for _ in 0..<length { counts.append(Double(number(0...5))) }
        }
        return (spans, counts)
    }

    private mutating func complete(_ histogram: inout FloatHistogram) {
        histogram.count = histogram.bucketTotal
        histogram.sum = Double(number(-1000...1000))
    }
}

extension FloatHistogram {
    /// The observations of all buckets.
    var bucketTotal: Double { (positiveBuckets + negativeBuckets).reduce(zeroCount, +) }
}
