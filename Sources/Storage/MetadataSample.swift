package import PrometheusModel

/// The metadata of one series in a batch.
package struct MetadataSample: Sendable, Hashable {
    package var reference: SeriesReference
    package var metadata: SeriesMetadata

    package init(_ reference: SeriesReference, _ metadata: SeriesMetadata) {
        self.reference = reference
        self.metadata = metadata
    }
}
