package import PrometheusClient
import Synchronization

/// What is measured of each endpoint: `prometheus_http_…`.
package struct RequestMetrics: Sendable {
    /// The metrics of one endpoint, found once.
    final class Endpoint: Sendable {
        let pattern: String
        let succeeded: Counter
        /// Made for the first request: most endpoints are never asked, and each histogram is a dozen series.
        let histograms = Mutex<(seconds: Histogram, bytes: Histogram)?>(nil)

        init(pattern: String, succeeded: Counter) {
            self.pattern = pattern
            self.succeeded = succeeded
        }
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
        Endpoint(pattern: pattern, succeeded: requests[pattern, "200"])
    }

    func observe(_ endpoint: Endpoint, status: Int, _ duration: Duration, bytes: Int) {
        let counter = status == 200 ? endpoint.succeeded : requests[endpoint.pattern, String(status)]
        counter.increment()
        let histograms = endpoint.histograms.withLock { known in
            if let known { return known }
            let made = (seconds: self.seconds[endpoint.pattern], bytes: self.bytes[endpoint.pattern])
            known = made
            return made
        }
        histograms.seconds.observe(duration / .seconds(1))
        histograms.bytes.observe(Double(bytes))
    }
}
