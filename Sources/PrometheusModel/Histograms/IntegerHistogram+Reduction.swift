extension IntegerHistogram {
    /// The number of buckets that have a count.
    package var bucketCount: Int { positiveDeltas.count + negativeDeltas.count }

    /// The histogram with the wider buckets of `schema`, which is not finer than its own.
    /// - Complexity: O(buckets).
    package func reduced(to schema: Int32) -> IntegerHistogram {
        guard schema < layout.schema, !layout.usesCustomBuckets else { return self }
        var result = self
        result.layout.schema = schema
        let shift = layout.schema - schema
        (result.layout.positiveSpans, result.positiveDeltas) =
            Self.reduce(layout.positiveSpans, positiveDeltas, by: shift)
        (result.layout.negativeSpans, result.negativeDeltas) =
            Self.reduce(layout.negativeSpans, negativeDeltas, by: shift)
        return result
    }

    private static func reduce(
        _ spans: [HistogramSpan],
        _ deltas: [Int64],
        by shift: Int32
    ) -> (spans: [HistogramSpan], deltas: [Int64]) {
        var (newSpans, newDeltas): ([HistogramSpan], [Int64]) = ([], [])
        var (index, position) = (Int32(0), 0)
        var (count, lastCount, lastIndex) = (Int64(0), Int64(0), Int32(0))
        for (number, span) in spans.enumerated() {
            index = number == 0 ? span.offset : index &+ span.offset
            for _ in 0..<span.length where position < deltas.count {
                count &+= deltas[position]
                position += 1
                // A bucket ends where the bucket of the same bound ends: indices are counted from the upper bound.
                let target = ((index &- 1) >> shift) &+ 1
                index &+= 1
                if !newDeltas.isEmpty, target == lastIndex {
                    newDeltas[newDeltas.count - 1] &+= count
                    continue
                }
                let merged = newDeltas.isEmpty ? 0 : lastCount &+ newDeltas[newDeltas.count - 1]
                if newDeltas.isEmpty || target != lastIndex &+ 1 {
                    newSpans.append(
                        HistogramSpan(offset: newDeltas.isEmpty ? target : target &- lastIndex &- 1, length: 1)
                    )
                } else {
                    newSpans[newSpans.count - 1].length += 1
                }
                newDeltas.append(count &- merged)
                (lastCount, lastIndex) = (merged, target)
            }
        }
        return (newSpans, newDeltas)
    }
}
