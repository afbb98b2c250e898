/// The numbers of an agent's storage at one moment, for the self metrics.
package struct AgentStatistics: Sendable, Hashable {
    /// Series in memory.
    package var activeSeries = 0
    /// Series that are gone from memory but not from the log.
    package var deletedSeries = 0
    /// Float samples stored.
    package var samplesAppended = 0
    /// Native histograms stored.
    package var histogramsAppended = 0
    /// Exemplars stored.
    package var exemplarsAppended = 0
    /// Samples refused because they were too far behind the newest one.
    package var outOfOrderSamples = 0
    /// Segments of the log that were found damaged.
    package var corruptions = 0
    /// How long the replay took.
    package var replayMilliseconds: Int64 = 0
    /// Checkpoints begun.
    package var checkpointCreations = 0
    /// Checkpoints that failed.
    package var failedCheckpointCreations = 0
    /// Checkpoints removed.
    package var checkpointDeletions = 0
    /// Checkpoints that could not be removed.
    package var failedCheckpointDeletions = 0

    package init() {}
}
