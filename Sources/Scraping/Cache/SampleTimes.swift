/// How the samples of a scrape get their times.
struct SampleTimes {
    /// The time of the scrape, in milliseconds since the Unix epoch.
    var scrapeTime: Int64
    /// A later timestamp of the target is out of bounds.
    var latest: Int64
    /// Whether timestamps of the target are taken.
    var honorsOwn: Bool
    /// Whether series with timestamps of the target get staleness markers.
    var tracksOwn: Bool
}
