/// The exemplar buffer's numbers at one moment, for the self metrics.
package struct ExemplarStatistics: Sendable, Hashable {
    /// Exemplars in the buffer.
    package var count = 0
    /// Exemplars that there is room for.
    package var capacity = 0
    /// Series that have exemplars.
    package var seriesCount = 0
    /// The time of the oldest exemplar in the buffer, in milliseconds since the Unix epoch; `nil` if there is none.
    package var lastTimestampMilliseconds: Int64?
    /// Exemplars ever stored.
    package var appended = 0
    /// Exemplars ever refused because they were out of order.
    package var outOfOrder = 0

    package init() {}
}
