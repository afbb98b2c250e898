package import PrometheusClient

/// The metrics of the endpoints that are asked by remote read.
package struct RemoteReadClientMetrics: Sendable {
    let running: GaugeFamily
    let total: CounterFamily
    let duration: HistogramFamily

    package init(_ registry: Registry) throws(RegistrationError) {
        let prefix = "prometheus_remote_read_client_"
        running = try registry.gauges(
            prefix + "queries",
            help: "The number of in-flight remote read queries.",
            labels: ["remote_name", "url"]
        )
        total = try registry.counters(
            prefix + "queries_total",
            help: "The total number of remote read queries.",
            labels: ["remote_name", "url", "response_type", "code"]
        )
        duration = try registry.histograms(
            prefix + "request_duration_seconds",
            help:
                "Histogram of the latency for remote read requests. Note that for streamed responses this is only the duration of the initial call and does not include the processing of the stream.",
            labels: ["remote_name", "url", "response_type"],
            buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 60]
        )
    }

    /// Stops exposing what was measured of an endpoint.
    func remove(_ name: String, _ url: String) {
        running.remove(name, url)
        total.removeAll { $0.starts(with: [name, url]) }
        duration.removeAll { $0.starts(with: [name, url]) }
    }
}
