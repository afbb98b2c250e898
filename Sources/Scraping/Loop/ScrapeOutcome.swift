/// What one scrape came to.
struct ScrapeOutcome {
    var counts = ScrapeCounts()
    var failure: ScrapeFailure?
    /// Bytes of the unpacked body, -1 if there were too many.
    var bodyBytes = 0
    var durationSeconds = 0.0
}
