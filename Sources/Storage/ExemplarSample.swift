package import PrometheusModel

/// An exemplar of one series in a batch.
package struct ExemplarSample: Sendable, Hashable {
    package var reference: SeriesReference
    package var exemplar: Exemplar

    package init(_ reference: SeriesReference, _ exemplar: Exemplar) {
        self.reference = reference
        self.exemplar = exemplar
    }
}
