/// The head's numbers at one moment, for the self metrics and `/api/v1/status/tsdb`.
package struct HeadStatistics: Sendable, Hashable {
    /// Series in memory.
    package var seriesCount = 0
    /// Distinct label name and value pairs.
    package var labelPairCount = 0
    /// Chunks in memory.
    package var chunkCount = 0
    /// Series whose newest sample is a stale marker.
    package var staleSeriesCount = 0
    /// The oldest time in the head, `nil` while it is empty.
    package var minTimeMilliseconds: Int64?
    /// The newest time in the head, `nil` while it is empty.
    package var maxTimeMilliseconds: Int64?
    /// The bytes that the head keeps for series and samples, used or not.
    package var memoryBytes = 0

    /// Series ever created.
    package var seriesCreated = 0
    /// Series ever removed.
    package var seriesRemoved = 0
    /// Samples that named a series which is not known.
    package var seriesNotFound = 0
    /// Chunks ever begun.
    package var chunksCreated = 0
    /// Chunks ever removed.
    package var chunksRemoved = 0
    /// Truncations of the head.
    package var truncations = 0
    /// Truncations after which files stayed that are not needed.
    package var failedTruncations = 0
    /// Full chunks written to head chunk files by the regular pass.
    package var mappedChunks = 0
    /// Times that head chunk files were found to be damaged.
    package var chunkFileCorruptions = 0
    /// The bytes of the head chunk files.
    package var chunkFileBytes = 0
    /// Float samples stored.
    package var samplesAppended = 0
    /// Native histograms stored.
    package var histogramsAppended = 0
    /// Native histograms refused because they were older than the newest one.
    package var outOfOrderHistograms = 0
    /// Native histograms refused because they were too old.
    package var outOfBoundHistograms = 0
    /// Series that have native histograms.
    package var histogramSeriesCount = 0
    /// Buckets of the newest native histograms of all series.
    package var histogramBucketCount = 0
    /// Samples refused because they were older than the newest one.
    package var outOfOrderSamples = 0
    /// Samples refused because they were of the time of the newest one, with another value.
    package var duplicateSamples = 0
    /// Samples refused because they were too old.
    package var outOfBoundSamples = 0
    /// Samples that came out of order.
    package var late = LateStatistics()
    /// What was done to keep the log short.
    package var log = LogTruncationStatistics()
    /// Batches being committed now.
    package var activeAppenders = 0
    /// Batches ever committed.
    package var appendersCreated = 0
    /// The number of the last commit.
    package var highWatermark: UInt64 = 0
    /// The number of the last commit that the oldest open querier sees; without one that of the last commit.
    package var lowWatermark: UInt64 = 0

    /// Full chunks that were to be written to files, those that were, and reads of some that waited.
    package var queuedChunks = 0
    package var writtenChunks = 0
    package var queuedChunkReads = 0
    /// Whether these are asked for: there is a limit to how many may wait.
    package var isQueueCounted = false

    package init() {}
}
