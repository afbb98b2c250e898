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
}
