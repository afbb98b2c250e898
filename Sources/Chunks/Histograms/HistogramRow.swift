internal import PrometheusModel

/// A histogram's numbers as a chunk writes them, whether they are integers or floats.
///
/// Integer counts are as they are, with buckets as differences to the bucket before; floats are their bits. So one codec
/// serves both.
struct HistogramRow: Sendable, Hashable {
    var layout = HistogramLayout()
    var hint = CounterResetHint.unknown
    var count: UInt64 = 0
    var zeroCount: UInt64 = 0
    var sum: Double = 0
    var positive: [Int64] = []
    var negative: [Int64] = []

    init() {}

    init(_ histogram: NativeHistogram) {
        switch histogram {
        case .integer(let histogram): self.init(histogram)
        case .float(let histogram): self.init(histogram)
        }
    }

    init(_ histogram: IntegerHistogram) {
        layout = histogram.layout
        hint = histogram.counterResetHint
        count = histogram.count
        zeroCount = histogram.zeroCount
        sum = histogram.sum
        positive = histogram.positiveDeltas
        negative = histogram.negativeDeltas
    }

    init(_ histogram: FloatHistogram) {
        layout = histogram.layout
        hint = histogram.counterResetHint
        count = histogram.count.bitPattern
        zeroCount = histogram.zeroCount.bitPattern
        sum = histogram.sum
        positive = histogram.positiveBuckets.map { Int64(bitPattern: $0.bitPattern) }
        negative = histogram.negativeBuckets.map { Int64(bitPattern: $0.bitPattern) }
    }

    /// The row of a stale marker: everything but the sum is empty.
    static func stale(_ sum: Double, hint: CounterResetHint) -> HistogramRow {
        var row = HistogramRow()
        row.sum = sum
        row.hint = hint
        return row
    }

    var isStaleMarker: Bool { sum.isStaleMarker }

    /// The row as a histogram with integer counts.
    var integerHistogram: IntegerHistogram {
        var histogram = IntegerHistogram()
        histogram.layout = layout
        histogram.counterResetHint = hint
        histogram.count = count
        histogram.zeroCount = zeroCount
        histogram.sum = sum
        histogram.positiveDeltas = positive
        histogram.negativeDeltas = negative
        return histogram
    }

    /// The row as a histogram with float counts: `isFloat` says what the numbers are.
    func floatHistogram(isFloat: Bool) -> FloatHistogram {
        var histogram = FloatHistogram()
        histogram.layout = layout
        histogram.counterResetHint = hint
        histogram.count = isFloat ? Double(bitPattern: count) : Double(count)
        histogram.zeroCount = isFloat ? Double(bitPattern: zeroCount) : Double(zeroCount)
        histogram.sum = sum
        histogram.positiveBuckets = Self.counts(positive, isFloat)
        histogram.negativeBuckets = Self.counts(negative, isFloat)
        return histogram
    }

    func nativeHistogram(isFloat: Bool) -> NativeHistogram {
        isFloat ? .float(floatHistogram(isFloat: true)) : .integer(integerHistogram)
    }

    private static func counts(_ buckets: [Int64], _ isFloat: Bool) -> [Double] {
        if isFloat { return buckets.map { Double(bitPattern: UInt64(bitPattern: $0)) } }
        var count: Int64 = 0
        return buckets.map { delta in
            count &+= delta
            return Double(count)
        }
    }
}
