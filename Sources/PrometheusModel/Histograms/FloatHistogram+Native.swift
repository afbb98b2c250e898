extension FloatHistogram {
    /// The histogram as it is stored; `isInteger` says that its counts were integers, which floats hold up to 2^53.
    package func native(isInteger: Bool) -> NativeHistogram {
        guard isInteger else { return .float(self) }
        var histogram = IntegerHistogram()
        histogram.layout = layout
        histogram.counterResetHint = counterResetHint
        histogram.count = UInt64(exactly: count) ?? 0
        histogram.sum = sum
        histogram.zeroCount = UInt64(exactly: zeroCount) ?? 0
        histogram.positiveDeltas = Self.deltas(positiveBuckets)
        histogram.negativeDeltas = Self.deltas(negativeBuckets)
        return .integer(histogram)
    }

    private static func deltas(_ counts: [Double]) -> [Int64] {
        var previous: Int64 = 0
        return counts.map { count in
            let count = Int64(exactly: count) ?? previous
            defer { previous = count }
            return count &- previous
        }
    }
}
