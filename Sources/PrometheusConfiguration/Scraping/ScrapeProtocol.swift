/// An exposition format that a scrape may ask for; the raw value is the spelling in the configuration.
package enum ScrapeProtocol: String, Sendable, Hashable, CaseIterable {
    case openMetricsText0_0_1 = "OpenMetricsText0.0.1"
    case openMetricsText1_0_0 = "OpenMetricsText1.0.0"
    case prometheusProto = "PrometheusProto"
    case prometheusText0_0_4 = "PrometheusText0.0.4"
    case prometheusText1_0_0 = "PrometheusText1.0.0"

    /// What is asked for by default.
    package static let defaults: [ScrapeProtocol] = [
        .openMetricsText1_0_0, .openMetricsText0_0_1, .prometheusText1_0_0, .prometheusText0_0_4,
    ]

    /// What is asked for by default when native histograms are scraped.
    package static let nativeHistogramDefaults: [ScrapeProtocol] = [.prometheusProto] + defaults
}
