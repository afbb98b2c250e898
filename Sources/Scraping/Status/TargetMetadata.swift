package import PrometheusModel

/// The metadata of all metric families of one target.
package struct TargetMetadata: Sendable {
    /// The labels of the target, without `__` labels.
    package var labels: Labels
    /// The name of the job.
    package var scrapePool: String
    /// One element a family, in no particular order.
    package var families: [MetricMetadata]
}
