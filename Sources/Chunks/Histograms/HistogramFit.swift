internal import PrometheusModel

/// Whether a histogram can follow the last one of a chunk (tsdb-formats.md, section 3.7).
enum HistogramFit {
    /// It begins a new chunk with this flag.
    case cut(CounterResetFlag)
    /// It follows as it is.
    case asIs
    /// It follows once it, or the chunk, or both have more buckets, which are empty.
    case widened(positive: BucketUnion, negative: BucketUnion)

    init(_ row: HistogramRow, after last: HistogramRow, _ flag: CounterResetFlag, isFloat: Bool) {
        if row.hint == .gauge {
            guard flag == .gauge else { self = .cut(.gauge); return }
            if row.isStaleMarker { self = .asIs; return }
            guard !last.isStaleMarker, Self.haveSameBounds(row.layout, last.layout) else { self = .cut(.gauge); return }
            self = Self.joined(
                BucketUnion(last.layout.positiveSpans, row.layout.positiveSpans),
                BucketUnion(last.layout.negativeSpans, row.layout.negativeSpans)
            )
            return
        }
        guard flag != .gauge else { self = .cut(.notReset); return }
        guard row.hint != .reset else { self = .cut(.reset); return }
        if row.isStaleMarker { self = .asIs; return }
        if last.isStaleMarker { self = .cut(.unknown); return }
        if Self.isLess(row.count, last.count, isFloat) { self = .cut(.reset); return }
        if row.layout.schema != last.layout.schema || row.layout.zeroThreshold != last.layout.zeroThreshold {
            self = .cut(.unknown)
            return
        }
        if !Self.haveSameBounds(row.layout, last.layout) || Self.isLess(row.zeroCount, last.zeroCount, isFloat) {
            self = .cut(.reset)
            return
        }
        let positive = BucketUnion(last.layout.positiveSpans, row.layout.positiveSpans)
        let negative = BucketUnion(last.layout.negativeSpans, row.layout.negativeSpans)
        let hasReset =
            positive.hasReset(from: last.positive, to: row.positive, isFloat: isFloat)
            || negative.hasReset(from: last.negative, to: row.negative, isFloat: isFloat)
        self = hasReset ? .cut(.reset) : Self.joined(positive, negative)
    }

    private static func joined(_ positive: BucketUnion, _ negative: BucketUnion) -> HistogramFit {
        let isSame =
            !positive.widensChunk && !positive.widensHistogram && !negative.widensChunk && !negative.widensHistogram
        return isSame ? .asIs : .widened(positive: positive, negative: negative)
    }

    private static func haveSameBounds(_ first: HistogramLayout, _ second: HistogramLayout) -> Bool {
        first.schema == second.schema && first.zeroThreshold == second.zeroThreshold
            && (!first.usesCustomBuckets || first.customBounds == second.customBounds)
    }

    private static func isLess(_ first: UInt64, _ second: UInt64, _ isFloat: Bool) -> Bool {
        isFloat ? Double(bitPattern: first) < Double(bitPattern: second) : first < second
    }
}
