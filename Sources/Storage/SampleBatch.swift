/// Samples of many series that are committed together: a scrape, a rule's result, a remote write request.
///
/// Three columns of the same length. Several samples of one series must stand in the order of their times.
@frozen
@usableFromInline
package struct SampleBatch: Sendable {
    @usableFromInline package var references: [SeriesReference] = []
    /// Milliseconds since the Unix epoch.
    @usableFromInline package var timestamps: [Int64] = []
    @usableFromInline package var values: [Double] = []

    package init() {}

    @inlinable package var count: Int { references.count }

    /// Adds a sample.
    @inlinable
    package mutating func append(_ reference: SeriesReference, _ timestamp: Int64, _ value: Double) {
        references.append(reference)
        timestamps.append(timestamp)
        values.append(value)
    }

    /// Empties the columns and keeps their storage.
    @inlinable
    package mutating func removeAll() {
        references.removeAll(keepingCapacity: true)
        timestamps.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }
}
