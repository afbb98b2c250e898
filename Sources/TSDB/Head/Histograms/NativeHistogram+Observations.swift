internal import PrometheusModel

extension NativeHistogram {
    /// A stale marker with counts of the same kind.
    var staleMarker: NativeHistogram {
        switch self {
        case .integer:
            var histogram = IntegerHistogram()
            histogram.sum = StaleMarker.value
            return .integer(histogram)
        case .float:
            var histogram = FloatHistogram()
            histogram.sum = StaleMarker.value
            return .float(histogram)
        }
    }

    /// Whether both tell of the same observations; empty buckets that only one of them has do not matter.
    func hasSameObservations(as other: NativeHistogram) -> Bool {
        if isStaleMarker || other.isStaleMarker { return isStaleMarker && other.isStaleMarker }
        guard layout.schema == other.layout.schema, layout.zeroThreshold == other.layout.zeroThreshold,
            sum.bitPattern == other.sum.bitPattern, layout.customBounds == other.layout.customBounds
        else { return false }
        switch (self, other) {
        case (.integer(let first), .integer(let second)):
            return first.count == second.count && first.zeroCount == second.zeroCount
                && Self.filled(first.layout.positiveSpans, first.positiveDeltas)
                    == Self.filled(second.layout.positiveSpans, second.positiveDeltas)
                && Self.filled(first.layout.negativeSpans, first.negativeDeltas)
                    == Self.filled(second.layout.negativeSpans, second.negativeDeltas)
        case (.float(let first), .float(let second)):
            return first.count == second.count && first.zeroCount == second.zeroCount
                && Self.filled(first.layout.positiveSpans, first.positiveBuckets)
                    == Self.filled(second.layout.positiveSpans, second.positiveBuckets)
                && Self.filled(first.layout.negativeSpans, first.negativeBuckets)
                    == Self.filled(second.layout.negativeSpans, second.negativeBuckets)
        case (.integer, .float), (.float, .integer): return false
        }
    }

    /// The counts that are not zero, by the indices of their buckets.
    private static func filled(_ spans: [HistogramSpan], _ deltas: [Int64]) -> [Int64: Int64] {
        var sum: Int64 = 0
        let counts = deltas.map { delta in
            sum &+= delta
            return sum
        }
        return filled(spans, counts, zero: 0)
    }

    private static func filled(_ spans: [HistogramSpan], _ counts: [Double]) -> [Int64: Double] {
        filled(spans, counts, zero: 0)
    }

    private static func filled<Count: Equatable>(
        _ spans: [HistogramSpan],
        _ counts: [Count],
        zero: Count
    ) -> [Int64: Count] {
        var filled: [Int64: Count] = [:]
        var (index, position): (Int64, Int) = (0, 0)
        for span in spans {
            index += Int64(span.offset)
            for _ in 0..<min(Int(span.length), counts.count - position) {
                if counts[position] != zero { filled[index] = counts[position] }
                index += 1
                position += 1
            }
        }
        return filled
    }
}
