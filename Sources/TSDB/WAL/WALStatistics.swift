/// Counts of what a log has done since it was opened; the source of the `prometheus_tsdb_wal_…` metrics.
package struct WALStatistics: Sendable, Hashable {
    /// Writes of pages, complete ones or not.
    package var pageFlushes = 0
    /// Pages that are full or were padded.
    package var completedPages = 0
    /// Batches that could not be written.
    package var failedWrites = 0
    /// Fragments written.
    package var recordParts = 0
    /// Bytes of fragments written, headers included.
    package var recordPartBytes = 0
    /// Bytes that compression saved.
    package var savedBytes = 0
    /// How records are compressed.
    package var compression = WALCompression.snappy
}
