package import Discovery
package import HTTPClients
package import LabelMatching

/// One element of `scrape_configs`, with what it inherits from `global` filled in.
package struct ScrapeSettings: Sendable, Hashable {
    package var jobName = ""
    package var intervalMilliseconds: Int64 = 60_000
    package var timeoutMilliseconds: Int64 = 10_000
    package var request = ScrapeRequestSettings()
    /// Whether labels of the target win over the server's.
    package var honorsLabels = false
    /// Whether timestamps of the target are taken.
    package var honorsTimestamps = true
    /// Whether series with timestamps of the target get staleness markers.
    package var tracksTimestampsStaleness = false
    package var histograms = HistogramSettings()
    package var limits = ScrapeLimits()
    package var nameValidation = NameValidation.utf8
    package var nameEscaping = NameEscaping.allowUTF8
    /// Whether three more report series a scrape are written.
    package var hasExtraMetrics = false
    /// Where failed scrapes are logged; empty for nowhere.
    package var failureLogFile = ""
    /// Rules for targets, before the scrape.
    package var relabelRules: [RelabelRule] = []
    /// Rules for the scraped series.
    package var metricRelabelRules: [RelabelRule] = []
    package var discovery: [DiscoverySettings] = []
    package var http = HTTPClientSettings()

    package init() {}
}
