/// A native histogram with integer counts, as targets expose it and chunks store it.
///
/// A stale marker among histograms is one whose `sum` is the stale marker.
@frozen
@usableFromInline
package struct IntegerHistogram: Sendable, Hashable {
    @usableFromInline package var layout = HistogramLayout()
    @usableFromInline package var counterResetHint = CounterResetHint.unknown
    @usableFromInline package var count: UInt64 = 0
    @usableFromInline package var sum: Double = 0
    @usableFromInline package var zeroCount: UInt64 = 0
    /// Counts of the buckets in `layout.positiveSpans`: the first as it is, each other as the difference to the one before.
    @usableFromInline package var positiveDeltas: [Int64] = []
    /// The same of `layout.negativeSpans`.
    @usableFromInline package var negativeDeltas: [Int64] = []

    @inlinable package init() {}

    @inlinable package var isStaleMarker: Bool { sum.isStaleMarker }
}
