extension ExportRequest.Point {
    /// The most buckets of one sign that an accumulated exponential histogram has; more make it coarser.
    private static let mostBuckets = 160
    /// The scales that there are.
    static let scales: ClosedRange<Int32> = -10...20

    /// Adds what `other` counted.
    mutating func add(_ other: ExportRequest.Point, _ kind: ExportRequest.Metric.Kind) {
        switch kind {
        case .sum: value += other.value
        case .histogram: addHistogram(other)
        case .exponentialHistogram: addExponential(other)
        case .none, .gauge, .summary: break
        }
    }

    private mutating func addHistogram(_ other: ExportRequest.Point) {
        guard bounds == other.bounds, bucketCounts.count == other.bucketCounts.count else {
            // Counts between other bounds cannot be added: the series begins again.
            let start = startNanoseconds
            self = other
            startNanoseconds = max(start, other.startNanoseconds)
            exemplars = []
            return
        }
        for index in bucketCounts.indices { bucketCounts[index] &+= other.bucketCounts[index] }
        addTotals(other)
    }

    private mutating func addTotals(_ other: ExportRequest.Point) {
        count &+= other.count
        sum = sum.flatMap { sum in other.sum.map { sum + $0 } }
    }

    private mutating func addExponential(_ other: ExportRequest.Point) {
        var other = other
        var common = min(scale, other.scale)
        coarsen(to: common)
        other.coarsen(to: common)
        while common > Self.scales.lowerBound, width(with: other) > Self.mostBuckets {
            common -= 1
            coarsen(to: common)
            other.coarsen(to: common)
        }
        guard width(with: other) <= Self.mostBuckets else {
            // No measurements are so far apart: the series begins again.
            let start = startNanoseconds
            self = other
            startNanoseconds = max(start, other.startNanoseconds)
            exemplars = []
            return
        }
        positive.add(other.positive)
        negative.add(other.negative)
        zeroCount &+= other.zeroCount
        addTotals(other)
    }

    private func width(with other: ExportRequest.Point) -> Int {
        max(
            ExportRequest.Buckets.width(positive, other.positive),
            ExportRequest.Buckets.width(negative, other.negative)
        )
    }

    private mutating func coarsen(to scale: Int32) {
        let shift = self.scale &- scale
        guard shift > 0 else { return }
        positive.coarsen(by: shift)
        negative.coarsen(by: shift)
        self.scale = scale
    }
}

extension ExportRequest.Buckets {
    /// How many buckets the counts of both take.
    static func width(_ one: ExportRequest.Buckets, _ other: ExportRequest.Buckets) -> Int {
        if one.counts.isEmpty { return other.counts.count }
        if other.counts.isEmpty { return one.counts.count }
        return max(one.end, other.end) - min(Int(one.offset), Int(other.offset))
    }

    private var end: Int { Int(offset) + counts.count }

    /// Puts buckets together, two at each step.
    mutating func coarsen(by shift: Int32) {
        guard !counts.isEmpty else { return }
        let shift = min(shift, 31)
        let first = offset >> shift
        let last = Int32(clamping: (Int(offset) + counts.count - 1)) >> shift
        var merged = [UInt64](repeating: 0, count: Int(last) - Int(first) + 1)
        for (position, count) in counts.enumerated() {
            let index = Int32(clamping: Int(offset) + position) >> shift
            merged[Int(index) - Int(first)] &+= count
        }
        (offset, counts) = (first, merged)
    }

    /// Adds counts of the same scale.
    mutating func add(_ other: ExportRequest.Buckets) {
        guard !other.counts.isEmpty else { return }
        guard !counts.isEmpty else { return self = other }
        let (low, high) = (min(Int(offset), Int(other.offset)), max(end, other.end))
        var sums = [UInt64](repeating: 0, count: high - low)
        for (position, count) in counts.enumerated() { sums[Int(offset) - low + position] &+= count }
        for (position, count) in other.counts.enumerated() { sums[Int(other.offset) - low + position] &+= count }
        (offset, counts) = (Int32(clamping: low), sums)
    }
}
