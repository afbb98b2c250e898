package import LabelMatching
package import PrometheusModel

/// The `global` section.
package struct GlobalSettings: Sendable, Hashable {
    package var scrapeIntervalMilliseconds: Int64 = 60_000
    package var scrapeTimeoutMilliseconds: Int64 = 10_000
    /// How often rules run, and the step of subqueries that give none.
    package var evaluationIntervalMilliseconds: Int64 = 60_000
    package var ruleQueryOffsetMilliseconds: Int64 = 0
    /// Labels for everything that leaves the server, environment variables expanded.
    package var externalLabels = Labels()
    package var queryLogFile = ""
    package var scrapeFailureLogFile = ""
    /// In order of preference; `nil` if not set.
    package var scrapeProtocols: [ScrapeProtocol]?
    package var limits = ScrapeLimits()
    package var nameValidation = NameValidation.utf8
    package var nameEscaping = NameEscaping.allowUTF8
    package var histograms = HistogramSettings()
    /// Whether three more report series a scrape are written.
    package var hasExtraScrapeMetrics = false

    package init() {}
}
