/// Which buckets a native histogram has: everything but its counts.
///
/// Consecutive samples of a series mostly share it.
@frozen
@usableFromInline
package struct HistogramLayout: Sendable, Hashable {
    /// The schema whose bounds are the histogram's `customBounds`.
    package static let customBucketsSchema: Int32 = -53

    /// -4 to 8 for exponential buckets, whose bounds grow by 2^(2^-schema); `customBucketsSchema` for given bounds.
    @usableFromInline package var schema: Int32 = 0
    /// Observations with an absolute value up to this one are in the zero bucket.
    @usableFromInline package var zeroThreshold: Double = 0
    @usableFromInline package var positiveSpans: [HistogramSpan] = []
    @usableFromInline package var negativeSpans: [HistogramSpan] = []
    /// Ascending upper bounds, without the last one, which is infinite.
    ///
    /// Empty for exponential schemas.
    @usableFromInline package var customBounds: [Double] = []

    @inlinable package init() {}

    @inlinable package var usesCustomBuckets: Bool { schema == -53 }
}
