import PrometheusModel

/// Histograms as a series of a target has them: counts grow, buckets come and go, sometimes it starts over.
struct RandomHistograms {
    var random: SplitMix
    var isFloat: Bool
    var isGauge: Bool
    private var counts: [Int64: Int64] = [:]
    private var negativeCounts: [Int64: Int64] = [:]
    private var zeroCount: Int64 = 0
    private var schema: Int32 = 3
    private var sum = 0.0

    init(seed: UInt64, isFloat: Bool, isGauge: Bool) {
        random = SplitMix(state: seed)
        self.isFloat = isFloat
        self.isGauge = isGauge
    }

    /// The next histogram; `nil` stands for a stale marker.
    mutating func next() -> NativeHistogram {
        switch Int.random(in: 0..<40, using: &random) {
        case 0: return stale
        case 1:
            counts = [:]
            negativeCounts = [:]
            zeroCount = 0
        case 2: schema = Int32.random(in: -4...8, using: &random)
        case 3...8: counts[Int64.random(in: -60...60, using: &random)] = Int64.random(in: 0...3, using: &random)
        case 9: negativeCounts[Int64.random(in: -9...9, using: &random)] = 0
        case 10: if let key = counts.keys.randomElement(using: &random) { counts[key] = nil }
        default: break
        }
        for key in counts.keys.sorted() {
            let step = Int64.random(in: isGauge ? -3...3 : 0...5, using: &random)
            counts[key] = max(0, (counts[key] ?? 0) + step)
        }
        zeroCount += Int64.random(in: 0...1, using: &random)
        sum += Double.random(in: 0...10, using: &random)
        return histogram
    }

    private var stale: NativeHistogram {
        var histogram = IntegerHistogram()
        histogram.sum = StaleMarker.value
        var float = FloatHistogram()
        float.sum = StaleMarker.value
        if isGauge {
            histogram.counterResetHint = .gauge
            float.counterResetHint = .gauge
        }
        return isFloat ? .float(float) : .integer(histogram)
    }

    private var histogram: NativeHistogram {
        var layout = HistogramLayout()
        layout.schema = schema
        layout.zeroThreshold = schema > 4 ? 1e-7 : 0x1p-128
        layout.positiveSpans = Self.spans(counts.keys.sorted())
        layout.negativeSpans = Self.spans(negativeCounts.keys.sorted())
        let positive = counts.keys.sorted().map { counts[$0] ?? 0 }
        let negative = negativeCounts.keys.sorted().map { negativeCounts[$0] ?? 0 }
        let total = positive.reduce(0, +) + negative.reduce(0, +) + zeroCount
        if isFloat {
            var histogram = FloatHistogram()
            histogram.layout = layout
            histogram.counterResetHint = isGauge ? .gauge : .unknown
            histogram.count = Double(total) / 2
            histogram.zeroCount = Double(zeroCount) / 2
            histogram.sum = sum
            histogram.positiveBuckets = positive.map { Double($0) / 2 }
            histogram.negativeBuckets = negative.map { Double($0) / 2 }
            return .float(histogram)
        }
        var histogram = IntegerHistogram()
        histogram.layout = layout
        histogram.counterResetHint = isGauge ? .gauge : .unknown
        histogram.count = UInt64(total)
        histogram.zeroCount = UInt64(zeroCount)
        histogram.sum = sum
        histogram.positiveDeltas = Self.deltas(positive)
        histogram.negativeDeltas = Self.deltas(negative)
        return .integer(histogram)
    }

    static func deltas(_ counts: [Int64]) -> [Int64] {
        zip(counts, [0] + counts.dropLast()).map { $0 - $1 }
    }

    static func spans(_ indices: [Int64]) -> [HistogramSpan] {
        var spans: [HistogramSpan] = []
        var end: Int64 = 0
        for index in indices {
            if let last = spans.indices.last, index == end {
                spans[last].length += 1
            } else {
                spans.append(HistogramSpan(offset: Int32(index - end), length: 1))
            }
            end = index + 1
        }
        return spans
    }
}
