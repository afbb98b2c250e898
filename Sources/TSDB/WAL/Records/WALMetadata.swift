package import PrometheusModel

/// The metadata of a series as the log writes them.
package struct WALMetadata: Sendable, Hashable {
    /// What the log calls the series.
    package var reference: UInt64
    package var metadata: SeriesMetadata

    package init(_ reference: UInt64, _ metadata: SeriesMetadata) {
        self.reference = reference
        self.metadata = metadata
    }
}
