internal import Storage

/// What a target's scrapes remember from one to the next.
struct TargetRun: Sendable {
    var cache = ScrapeCache()
    /// The generation of the job's settings that `cache` was filled with.
    var cacheGeneration: UInt64 = 0
    var metadata: MetadataStore
    /// The series of `ReportSeries`, by their position in it; `nil` if not resolved yet.
    var reports = [SeriesReference?](repeating: nil, count: ReportSeries.allCases.count)
    /// The ideal time of the last scrape, in nanoseconds since the Unix epoch.
    var slotNanoseconds: Int64?
    /// The time of the samples of the last good scrape.
    var lastGoodTime: Int64?
    /// The series whose metadata the store has, by the name of their family; empty if it gets none.
    var described: [String: [SeriesReference]] = [:]
    /// When the last scrape really started.
    var lastStartNanoseconds: Int64?

    /// The `Content-Type` of the last answer and what it says.
    var mediaType: (header: String, format: ScrapedFormat)?

    init(_ texts: TextPool) { metadata = MetadataStore(texts) }
}
