internal import HTTPClients
internal import PrometheusConfiguration

/// A job's settings and its client, as the scrapes of one configuration use them.
final class ScrapeJob: Sendable {
    let settings: ScrapeSettings
    let client: any HTTPClient
    /// Changes when the labels of series may have changed, so that caches must not be used any more.
    let cacheGeneration: UInt64

    private let version: String
    /// The headers of targets with the job's timeout.
    private let headers: [(name: String, value: String)]

    init(_ settings: ScrapeSettings, _ client: any HTTPClient, version: String, cacheGeneration: UInt64) {
        self.settings = settings
        self.client = client
        self.version = version
        self.cacheGeneration = cacheGeneration
        headers = ScrapeRequestHeaders.make(
            settings,
            timeoutMilliseconds: settings.timeoutMilliseconds,
            version: version
        )
    }

    /// The headers of a target's requests.
    func headers(timeoutMilliseconds: Int64) -> [(name: String, value: String)] {
        guard timeoutMilliseconds != settings.timeoutMilliseconds else { return headers }
        return ScrapeRequestHeaders.make(settings, timeoutMilliseconds: timeoutMilliseconds, version: version)
    }

    /// The settings that decide which labels a series gets; caches live as long as these are equal.
    static func cacheKey(_ settings: ScrapeSettings) -> ScrapeSettings {
        var key = ScrapeSettings()
        key.honorsLabels = settings.honorsLabels
        key.nameValidation = settings.nameValidation
        key.metricRelabelRules = settings.metricRelabelRules
        key.histograms = settings.histograms
        key.limits.labels = settings.limits.labels
        key.limits.labelNameLength = settings.limits.labelNameLength
        key.limits.labelValueLength = settings.limits.labelValueLength
        return key
    }
}
