internal import Storage

/// What one scrape brought.
struct ScrapeCounts: Sendable {
    /// Samples that were parsed.
    var scraped = 0
    /// Samples that relabelling left, whether or not they were stored.
    var kept = 0
    /// Series that were not known before.
    var seriesAdded = 0
    /// Samples that were not stored, by reason.
    var duplicates = 0
    var outOfOrder = 0
    var outOfBounds = 0
    /// Samples of whose exemplars none was stored because all were older than known ones.
    var exemplarsOutOfOrder = 0

    /// Counts a sample or histogram that the store refused.
    mutating func add(_ refusal: AppendOutcome.Refusal) {
        switch refusal {
        case .duplicateTimestamp: duplicates += 1
        case .outOfOrder: outOfOrder += 1
        case .outOfBounds, .tooOld: outOfBounds += 1
        case .unknownSeries, .invalidHistogram, .exemplarOutOfOrder, .exemplarLabelsTooLong: break
        }
    }
}
