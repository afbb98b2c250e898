package import PrometheusModel

/// What is known about one active target, for the API and the targets page.
package struct TargetStatus: Sendable {
    /// The labels before relabelling, `__meta_` labels and scrape defaults included.
    package var discoveredLabels: Labels
    /// The labels of the target's series: after relabelling, without `__` labels.
    package var labels: Labels
    /// The name of the job.
    package var scrapePool: String
    /// The full URL that is scraped.
    package var scrapeURL: String
    package var health: TargetHealth
    /// The text of the last failure, empty after a good scrape.
    package var lastError: String
    /// When the last scrape started, in nanoseconds since the Unix epoch; `nil` before the first.
    package var lastScrapeNanoseconds: Int64?
    package var lastScrapeDurationSeconds: Double
    package var intervalMilliseconds: Int64
    package var timeoutMilliseconds: Int64
    /// The interval as its label says it, such as `15s`.
    package var scrapeInterval: String
    /// The timeout as its label says it, such as `10s`.
    package var scrapeTimeout: String
}
