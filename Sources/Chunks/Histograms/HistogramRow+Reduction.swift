internal import PrometheusModel

extension HistogramRow {
    /// The finest schema that queries know.
    private static let finestSchema: Int32 = 8

    /// The same observations in buckets of a schema that queries know, if these are finer.
    ///
    /// Each step of the schema joins two buckets.
    func reducedIfTooFine(isFloat: Bool) -> HistogramRow {
        guard layout.schema > Self.finestSchema else { return self }
        let steps = Int64(layout.schema - Self.finestSchema)
        var row = self
        row.layout.schema = Self.finestSchema
        (row.layout.positiveSpans, row.positive) = Self.reduced(layout.positiveSpans, positive, steps, isFloat)
        (row.layout.negativeSpans, row.negative) = Self.reduced(layout.negativeSpans, negative, steps, isFloat)
        return row
    }

    private static func reduced(
        _ spans: [HistogramSpan],
        _ numbers: [Int64],
        _ steps: Int64,
        _ isFloat: Bool
    ) -> ([HistogramSpan], [Int64]) {
        var counts: [(index: Int64, integer: Int64, float: Double)] = []
        var sum: Int64 = 0
        for (index, number) in zip(BucketUnion.indices(of: spans), numbers) {
            sum &+= number
            let count = isFloat ? Double(bitPattern: UInt64(bitPattern: number)) : 0
            let target = ((index &- 1) >> steps) &+ 1
            if let last = counts.indices.last, counts[last].index == target {
                counts[last].integer &+= sum
                counts[last].float += count
            } else {
                counts.append((target, sum, count))
            }
        }
        var previous: Int64 = 0
        let reduced = counts.map { count in
            if isFloat { return Int64(bitPattern: count.float.bitPattern) }
            defer { previous = count.integer }
            return count.integer &- previous
        }
        return (BucketUnion.spans(of: counts.map(\.index)), reduced)
    }
}
