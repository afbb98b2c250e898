internal import PrometheusConfiguration
internal import PrometheusModel

/// The headers of a scrape.
enum ScrapeRequestHeaders {
    /// The headers that are the same for all targets with this timeout.
    static func make(
        _ settings: ScrapeSettings,
        timeoutMilliseconds: Int64,
        version: String
    ) -> [(name: String, value: String)] {
        [
            ("Accept", accept(settings.request.protocols, settings.nameEscaping)),
            ("Accept-Encoding", settings.request.enablesCompression ? "gzip" : "identity"),
            ("User-Agent", "Prometheus/" + version),
            (
                "X-Prometheus-Scrape-Timeout-Seconds",
                FloatText.string(Double(timeoutMilliseconds) / 1000, .fixed)
            ),
        ]
    }

    /// The formats in order of preference, with falling weights from 0.6 on.
    static func accept(_ protocols: [ScrapeProtocol], _ escaping: NameEscaping) -> String {
        let understood = protocols.map { mediaType($0, escaping) }
        let weighted = (understood + ["*/*"]).enumerated().map { "\($1);q=0.\(6 - $0)" }
        return weighted.joined(separator: ",")
    }

    private static func mediaType(_ scrapeProtocol: ScrapeProtocol, _ escaping: NameEscaping) -> String {
        switch scrapeProtocol {
        case .openMetricsText0_0_1: "application/openmetrics-text;version=0.0.1"
        case .openMetricsText1_0_0: "application/openmetrics-text;version=1.0.0;escaping=\(escaping.rawValue)"
        case .prometheusText0_0_4: "text/plain;version=0.0.4"
        case .prometheusText1_0_0: "text/plain;version=1.0.0;escaping=\(escaping.rawValue)"
        case .prometheusProto:
            "application/vnd.google.protobuf;proto=io.prometheus.client.MetricFamily;encoding=delimited"
        }
    }
}
