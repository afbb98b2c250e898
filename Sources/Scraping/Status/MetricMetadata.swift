package import PrometheusModel

/// What a target told about one metric family.
package struct MetricMetadata: Sendable, Hashable {
    /// The name of the family, as in its `# TYPE` line.
    package var family: String
    package var type: MetricType
    package var help: String
    package var unit: String
}
