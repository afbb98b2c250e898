package import PrometheusModel

/// An exemplar as a target wrote it.
package struct ExposedExemplar: Sendable, Hashable {
    package var labels: Labels
    package var value: Double
    /// Milliseconds since the Unix epoch, `nil` if the target gave none.
    package var timestamp: Int64?
}
