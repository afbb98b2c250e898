package import PrometheusClient

/// What is measured of the receiver: `prometheus_api_otlp_…`.
package struct OTLPMetrics: Sendable {
    let samplesWithoutMetadata: Counter
    let outOfOrderExemplars: Counter
    let warnings: CounterFamily

    package init(_ registry: Registry) throws(RegistrationError) {
        samplesWithoutMetadata = try registry.counter(
            "prometheus_api_otlp_appended_samples_without_metadata_total",
            help: "The total number of samples ingested from OTLP without corresponding metadata."
        )
        outOfOrderExemplars = try registry.counter(
            "prometheus_api_otlp_out_of_order_exemplars_total",
            help: "The total number of received OTLP exemplars which were rejected because they were out of order."
        )
        warnings = try registry.counters(
            "prometheus_api_otlp_translation_warnings_total",
            help: "The total number of warnings while translating OTLP metrics, by category.",
            labels: ["category"]
        )
        for category in [
            "empty_data_points", "label_name_collision", "histogram_zero_count_non_zero_sum", "other",
        ] {
            _ = warnings[category]
        }
    }
}
