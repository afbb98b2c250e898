package import PrometheusClient

/// What the receiver counts.
package struct RemoteWriteMetrics: Sendable {
    let invalidLabels: Counter
    let withoutMetadata: Counter

    package init(_ registry: Registry) throws(RegistrationError) {
        invalidLabels = try registry.counter(
            "prometheus_api_remote_write_invalid_labels_samples_total",
            help: "The total number of received remote write samples and histogram samples which were rejected due to "
                + "invalid labels."
        )
        withoutMetadata = try registry.counter(
            "prometheus_api_remote_write_without_metadata_appended_samples_total",
            help: "The total number of received remote write samples (and histogram samples) which were ingested "
                + "without corresponding metadata."
        )
    }
}
