/// Counts of what was done to keep the log short, for metrics.
package struct LogTruncationStatistics: Sendable, Hashable {
    /// Attempts to shorten the log.
    package var truncations = 0
    /// Attempts that failed.
    package var failedTruncations = 0
    /// Checkpoints begun.
    package var checkpointCreations = 0
    /// Checkpoints that could not be written.
    package var failedCheckpointCreations = 0
    /// Attempts to remove older checkpoints.
    package var checkpointDeletions = 0
    /// Attempts that failed.
    package var failedCheckpointDeletions = 0

    package init() {}
}
