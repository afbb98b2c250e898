/// A run of consecutive buckets of a native histogram.
@frozen
@usableFromInline
package struct HistogramSpan: Sendable, Hashable {
    /// For the first span the index of its first bucket, for later ones the gap to the span before; those are never negative.
    @usableFromInline package var offset: Int32
    /// The number of buckets in the run.
    @usableFromInline package var length: UInt32

    @inlinable
    package init(offset: Int32, length: UInt32) {
        self.offset = offset
        self.length = length
    }
}
