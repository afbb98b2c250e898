/// What a scrape asks the target for.
package struct ScrapeRequestSettings: Sendable, Hashable {
    /// `http` or `https`; anything else fails at the scrape.
    package var scheme = "http"
    package var metricsPath = "/metrics"
    /// The query string's parameters, sorted by name.
    package var parameters: [ScrapeParameter] = []
    /// In order of preference; never empty.
    package var protocols = ScrapeProtocol.defaults
    /// For answers with a blank, malformed or unknown `Content-Type`.
    package var fallbackProtocol: ScrapeProtocol?
    /// Whether gzip is accepted.
    package var enablesCompression = true

    package init() {}
}
