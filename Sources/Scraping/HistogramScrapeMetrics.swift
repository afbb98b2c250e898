internal import PrometheusClient

/// Counters of what native histograms and exemplars were refused for.
struct HistogramScrapeMetrics {
    let exceededBucketLimit: Counter
    let exemplarsOutOfOrder: Counter

    init(_ registry: Registry) throws(RegistrationError) {
        exceededBucketLimit = try registry.counter(
            "prometheus_target_scrapes_exceeded_native_histogram_bucket_limit_total",
            help: "Total number of scrapes that hit the native histogram bucket limit and were rejected."
        )
        exemplarsOutOfOrder = try registry.counter(
            "prometheus_target_scrapes_exemplar_out_of_order_total",
            help: "Total number of exemplar rejected due to not being out of the expected order."
        )
    }
}
