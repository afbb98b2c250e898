package import PrometheusModel

/// A target that relabelling dropped.
package struct DroppedTarget: Sendable, Hashable {
    /// The labels before relabelling.
    package var discoveredLabels: Labels
    /// The name of the job.
    package var scrapePool: String
}
