/// The populated side of a native histogram as indices and counts, ascending by index.
///
/// Spans are compact to store; merging is simple with indices. Beside each count stands the rounding error of the additions
/// that made it.
struct BucketRuns {
    private(set) var indices: [Int32] = []
    private(set) var sums: [CompensatedCount] = []

    init() {}

    /// The buckets of the spans, empty ones included.
    init(_ spans: [HistogramSpan], _ counts: [Double]) {
        indices.reserveCapacity(counts.count)
        sums.reserveCapacity(counts.count)
        Self.forEach(spans, counts) { index, count in
            indices.append(index)
            sums.append(CompensatedCount(count))
        }
    }

    var count: Int { indices.count }

    /// Adds a bucket behind all others, or to the last one if that has the same index.
    mutating func append(_ index: Int32, _ count: CompensatedCount) {
        if let last = indices.last, last == index {
            sums[sums.count - 1].add(count)
        } else {
            indices.append(index)
            sums.append(count)
        }
    }

    /// Calls `body` with each bucket of the spans.
    static func forEach(_ spans: [HistogramSpan], _ counts: [Double], _ body: (Int32, Double) -> Void) {
        var next = 0
        var index: Int32 = 0
        for span in spans {
            index &+= span.offset
            // A span may claim more buckets than there are.
            for _ in 0..<min(Int(span.length), counts.count - next) {
                body(index, counts[next])
                next += 1
                index &+= 1
            }
        }
    }

    /// Adds (or subtracts) the buckets of `other`.
    mutating func add(_ other: BucketRuns, isNegated: Bool) {
        guard other.count > 0 else { return }
        if indices == other.indices {
            for i in sums.indices { sums[i].add(other.sums[i], isNegated: isNegated) }
            return
        }
        var merged = BucketRuns()
        merged.indices.reserveCapacity(count + other.count)
        merged.sums.reserveCapacity(count + other.count)
        var mine = 0
        for theirs in other.indices.indices {
            while mine < count, indices[mine] < other.indices[theirs] {
                merged.append(indices[mine], sums[mine])
                mine += 1
            }
            var sum = CompensatedCount(0)
            if mine < count, indices[mine] == other.indices[theirs] {
                sum = sums[mine]
                mine += 1
            }
            sum.add(other.sums[theirs], isNegated: isNegated)
            merged.append(other.indices[theirs], sum)
        }
        while mine < count {
            merged.append(indices[mine], sums[mine])
            mine += 1
        }
        self = merged
    }

    /// Gives each bucket the index that `change` says, which must not descend.
    func mapped(_ change: (Int32) -> Int32) -> BucketRuns {
        var result = BucketRuns()
        for i in indices.indices { result.append(change(indices[i]), sums[i]) }
        return result
    }

    /// Removes the buckets for which `isRemoved` holds.
    mutating func removeAll(where isRemoved: (Int32, Double) -> Bool) {
        var kept = BucketRuns()
        for i in indices.indices where !isRemoved(indices[i], sums[i].value) { kept.append(indices[i], sums[i]) }
        if kept.count < count { self = kept }
    }

    /// Multiplies all counts.
    mutating func scale(_ change: (Double) -> Double) {
        for i in sums.indices { sums[i].scale(change) }
    }

    /// The spans and counts of the buckets that are not empty, without gaps that are.
    func spans() -> (spans: [HistogramSpan], counts: [Double]) {
        var spans: [HistogramSpan] = []
        var counts: [Double] = []
        counts.reserveCapacity(count)
        var next: Int32 = 0
        for i in indices.indices {
            let value = sums[i].value
            if value == 0 { continue }
            if !spans.isEmpty, indices[i] == next {
                spans[spans.count - 1].length += 1
            } else {
                spans.append(HistogramSpan(offset: indices[i] &- next, length: 1))
            }
            counts.append(value)
            next = indices[i] &+ 1
        }
        return (spans, counts)
    }
}
