package import PrometheusClient

/// What is measured of each endpoint: `prometheus_http_…`.
package struct RequestMetrics: Sendable {
    /// The metrics of one endpoint, found once.
    struct Endpoint: Sendable {
        let pattern: String
        let succeeded: Counter
        let seconds: Histogram
        let bytes: Histogram
    }

    private let requests: CounterFamily
    private let seconds: HistogramFamily
    private let bytes: HistogramFamily

    package init(_ registry: Registry) throws(RegistrationError) {
        requests = try registry.counters(
            "prometheus_http_requests_total",
            help: "Counter of HTTP requests.",
            labels: ["handler", "code"]
        )
        seconds = try registry.histograms(
            "prometheus_http_request_duration_seconds",
            help: "Histogram of latencies for HTTP requests.",
            labels: ["handler"],
            buckets: [0.1, 0.2, 0.4, 1, 3, 8, 20, 60, 120]
        )
        bytes = try registry.histograms(
            "prometheus_http_response_size_bytes",
            help: "Histogram of response size for HTTP requests.",
            labels: ["handler"],
            buckets: .exponential(start: 100, factor: 10, count: 8)
        )
    }

    func endpoint(_ pattern: String) -> Endpoint {
        Endpoint(
            pattern: pattern,
            succeeded: requests[pattern, "200"],
            seconds: seconds[pattern],
            bytes: bytes[pattern]
        )
    }

    func observe(_ endpoint: Endpoint, status: Int, _ duration: Duration, bytes: Int) {
        let counter = status == 200 ? endpoint.succeeded : requests[endpoint.pattern, String(status)]
        counter.increment()
        endpoint.seconds.observe(duration / .seconds(1))
        endpoint.bytes.observe(Double(bytes))
    }
}
