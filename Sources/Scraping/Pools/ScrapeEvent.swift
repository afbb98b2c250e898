/// What is due at a time.
enum ScrapeEvent: Hashable, Sendable {
    /// A target is to be scraped.
    case scrape(UInt64)
    /// The series of a target that is gone get their staleness markers.
    case departure(UInt64)
    /// Discovered targets are to be taken.
    case sync
}
