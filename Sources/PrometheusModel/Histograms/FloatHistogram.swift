/// A native histogram with float counts, as queries calculate with it.
///
/// A stale marker among histograms is one whose `sum` is the stale marker.
@frozen
@usableFromInline
package struct FloatHistogram: Sendable, Hashable {
    @usableFromInline package var layout = HistogramLayout()
    @usableFromInline package var counterResetHint = CounterResetHint.unknown
    @usableFromInline package var count: Double = 0
    @usableFromInline package var sum: Double = 0
    @usableFromInline package var zeroCount: Double = 0
    /// Counts of the buckets in `layout.positiveSpans`, each by itself: neither cumulative nor as differences.
    @usableFromInline package var positiveBuckets: [Double] = []
    /// Counts of the buckets in `layout.negativeSpans`.
    @usableFromInline package var negativeBuckets: [Double] = []

    @inlinable package init() {}

    @inlinable package var isStaleMarker: Bool { sum.isStaleMarker }
}
