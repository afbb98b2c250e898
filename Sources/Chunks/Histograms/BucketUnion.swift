internal import PrometheusModel

/// How the buckets of a chunk and those of a further histogram fit together, on one side of zero.
///
/// Buckets are compared by their indices: different spans can describe the same ones.
struct BucketUnion {
    /// Where the chunk's buckets lie among all of them.
    private(set) var chunkPositions: [Int] = []
    /// Where the histogram's buckets lie among all of them.
    private(set) var histogramPositions: [Int] = []
    /// The indices of all buckets.
    private(set) var indices: [Int64] = []

    init(_ chunkSpans: [HistogramSpan], _ histogramSpans: [HistogramSpan]) {
        if chunkSpans == histogramSpans {
            indices = Self.indices(of: chunkSpans)
            chunkPositions = Array(indices.indices)
            histogramPositions = chunkPositions
            return
        }
        let (mine, theirs) = (Self.indices(of: chunkSpans), Self.indices(of: histogramSpans))
        var (first, second) = (0, 0)
        while first < mine.count || second < theirs.count {
            let index = min(first < mine.count ? mine[first] : .max, second < theirs.count ? theirs[second] : .max)
            if first < mine.count, mine[first] == index {
                chunkPositions.append(indices.count)
                first += 1
            }
            if second < theirs.count, theirs[second] == index {
                histogramPositions.append(indices.count)
                second += 1
            }
            indices.append(index)
        }
    }

    /// Whether the histogram has buckets that the chunk does not have.
    var widensChunk: Bool { chunkPositions.count < indices.count }
    /// Whether the chunk has buckets that the histogram does not have.
    var widensHistogram: Bool { histogramPositions.count < indices.count }

    /// The spans of all buckets, as few as possible.
    var spans: [HistogramSpan] { Self.spans(of: indices) }

    /// The fewest spans that describe the buckets with these indices, which ascend.
    static func spans(of indices: [Int64]) -> [HistogramSpan] {
        var spans: [HistogramSpan] = []
        var end: Int64 = 0
        for index in indices {
            if let last = spans.indices.last, index == end {
                spans[last].length += 1
            } else {
                spans.append(HistogramSpan(offset: Int32(truncatingIfNeeded: index &- end), length: 1))
            }
            end = index &+ 1
        }
        return spans
    }

    /// The indices of the buckets that spans describe.
    static func indices(of spans: [HistogramSpan]) -> [Int64] {
        var indices: [Int64] = []
        var next: Int64 = 0
        for span in spans {
            next += Int64(span.offset)
            indices.append(contentsOf: next..<(next + Int64(span.length)))
            next += Int64(span.length)
        }
        return indices
    }

    /// The numbers of some buckets spread over all of them, the others empty.
    ///
    /// Integers are differences to the bucket before: they are summed up, spread, and taken apart again.
    func spread(_ numbers: [Int64], to positions: [Int], isFloat: Bool) -> [Int64] {
        if positions.count == indices.count { return numbers }
        var counts = [Int64](repeating: 0, count: indices.count)
        var sum: Int64 = 0
        for (number, position) in zip(numbers, positions) {
            sum = isFloat ? number : sum &+ number
            counts[position] = sum
        }
        if isFloat { return counts }
        var previous: Int64 = 0
        for position in counts.indices {
            let count = counts[position]
            counts[position] = count &- previous
            previous = count
        }
        return counts
    }

    /// Whether a counter has gone down in some bucket, or lost one that was not empty.
    func hasReset(from old: [Int64], to new: [Int64], isFloat: Bool) -> Bool {
        var (first, second) = (0, 0)
        var (oldSum, newSum): (Int64, Int64) = (0, 0)
        for position in indices.indices {
            let isOld = first < chunkPositions.count && chunkPositions[first] == position
            let isNew = second < histogramPositions.count && histogramPositions[second] == position
            if isOld {
                oldSum = isFloat ? old[first] : oldSum &+ old[first]
                first += 1
            }
            if isNew {
                newSum = isFloat ? new[second] : newSum &+ new[second]
                second += 1
            }
            if isOld, Self.isLess(isNew ? newSum : 0, oldSum, isFloat: isFloat) { return true }
        }
        return false
    }

    private static func isLess(_ first: Int64, _ second: Int64, isFloat: Bool) -> Bool {
        guard isFloat else { return first < second }
        return Double(bitPattern: UInt64(bitPattern: first)) < Double(bitPattern: UInt64(bitPattern: second))
    }
}
