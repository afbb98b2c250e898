/// `queue_config`: how many samples wait, how many are sent together, and what happens when sending fails.
package struct RemoteWriteQueueSettings: Sendable, Hashable {
    /// Samples that wait in each shard.
    package var capacity = 10_000
    package var maximumShards = 50
    package var minimumShards = 1
    package var maximumSamplesPerSend = 2000
    /// How long a batch that is not full waits.
    package var batchDeadlineMilliseconds: Int64 = 5000
    package var minimumBackoffMilliseconds: Int64 = 30
    package var maximumBackoffMilliseconds: Int64 = 5000
    package var retriesOnTooManyRequests = false
    /// Older samples are dropped; 0 for none.
    package var sampleAgeLimitMilliseconds: Int64 = 0

    package init() {}
}
