import PrometheusClient

/// What is told about the requests for the server's own metrics: `promhttp_…`.
struct ExpositionMetrics: Sendable {
    let inFlight: Gauge
    let succeeded: Counter

    init(_ registry: Registry) throws(RegistrationError) {
        inFlight = try registry.gauge(
            "promhttp_metric_handler_requests_in_flight",
            help: "Current number of scrapes being served."
        )
        let requests = try registry.counters(
            "promhttp_metric_handler_requests_total",
            help: "Total number of scrapes by HTTP status code.",
            labels: ["code"]
        )
        succeeded = requests["200"]
        for code in ["500", "503"] { _ = requests[code] }
    }
}
