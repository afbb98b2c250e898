/// What became of a committed batch: everything that is not listed here was stored.
package struct AppendOutcome: Sendable {
    /// Why one sample was not stored.
    package enum Refusal: Sendable, Hashable {
        /// Older than the newest sample of its series, where the store takes nothing out of order.
        case outOfOrder
        /// The time of an existing sample with another value. The same value again is silently accepted.
        case duplicateTimestamp
        /// Too old (or too far in the future) for the store to take.
        case outOfBounds
        /// Out of order, and older than the window in which the store takes such samples.
        case tooOld
        /// The series is not known any more: resolve its labels again and send the sample again.
        case unknownSeries
        /// A histogram that contradicts itself: how.
        case invalidHistogram(String)
        /// An exemplar older than the newest of its series.
        case exemplarOutOfOrder
        /// An exemplar whose labels are longer than 128 characters together.
        case exemplarLabelsTooLong
    }

    /// Positions among the batch's float samples that were refused, ascending, with the reason.
    package var refused: [(index: Int, refusal: Refusal)] = []
    /// The same among its histograms.
    package var refusedHistograms: [(index: Int, refusal: Refusal)] = []
    /// The same among its exemplars.
    ///
    /// An exemplar that is known already is silently accepted.
    package var refusedExemplars: [(index: Int, refusal: Refusal)] = []

    package init() {}
}
