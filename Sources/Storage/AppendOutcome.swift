/// What became of a committed batch: everything that is not listed here was stored.
package struct AppendOutcome: Sendable {
    /// Why one sample was not stored.
    package enum Refusal: Sendable, Hashable {
        /// Older than the newest sample of its series.
        case outOfOrder
        /// The time of an existing sample with another value. The same value again is silently accepted.
        case duplicateTimestamp
        /// Too old for the store to take.
        case outOfBounds
        /// The series is not known any more: resolve its labels again and send the sample again.
        case unknownSeries
    }

    /// Positions in the batch that were refused, ascending, with the reason.
    package var refused: [(index: Int, refusal: Refusal)] = []

    package init() {}
}
