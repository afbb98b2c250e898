package import PrometheusModel

/// An exemplar of a series as the log writes it.
package struct WALExemplar: Sendable, Hashable {
    /// What the log calls the series.
    package var reference: UInt64
    package var exemplar: Exemplar

    package init(_ reference: UInt64, _ exemplar: Exemplar) {
        self.reference = reference
        self.exemplar = exemplar
    }
}
