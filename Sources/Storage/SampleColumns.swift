/// Samples of one series as two columns of the same length, ascending in time.
@frozen
@usableFromInline
package struct SampleColumns: Sendable {
    /// Milliseconds since the Unix epoch.
    @usableFromInline package var timestamps: [Int64] = []
    /// The values; stale markers are kept bit for bit.
    @usableFromInline package var values: [Double] = []

    package init() {}

    @inlinable package var count: Int { timestamps.count }

    /// Empties both columns and keeps their storage.
    @inlinable
    package mutating func removeAll() {
        timestamps.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }

    /// Adds a sample.
    @inlinable
    package mutating func append(_ timestamp: Int64, _ value: Double) {
        timestamps.append(timestamp)
        values.append(value)
    }
}
