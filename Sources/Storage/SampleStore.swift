package import PrometheusModel

/// A place that samples are written to.
///
/// The unit of work is a batch.
package protocol SampleStore: Sendable {
    /// The references of the series with these label sets, created where they are new. Called for series that a
    /// producer does not know yet; the producer caches the references.
    /// - Returns: as many references as label sets, in their order; `isNew` says which ones were created.
    func resolve(_ labels: [Labels]) throws(StorageError) -> [(reference: SeriesReference, isNew: Bool)]

    /// Logs and stores a batch: on return what was not refused survives a crash of the process. A reader sees all of
    /// the batch or none of it.
    func commit(_ batch: borrowing SampleBatch) throws(StorageError) -> AppendOutcome
}
