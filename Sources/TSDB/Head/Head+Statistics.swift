internal import Storage
internal import Synchronization

extension Head {
    /// The head's numbers now.
    var statistics: HeadStatistics {
        let (seriesCount, labelPairCount, indexBytes) = index.withLock {
            ($0.seriesCount, $0.labels.pairCount, $0.byteCount)
        }
        var statistics = samples.withLock { samples in
            var statistics = samples.counts
            if samples.minTime <= samples.maxTime {
                statistics.minTimeMilliseconds = samples.minTime
                statistics.maxTimeMilliseconds = samples.maxTime
            }
            statistics.memoryBytes = samples.byteCount
            statistics.isQueueCounted = samples.chunkQueueLimit != nil
            statistics.queuedChunkReads = samples.queuedReads.load(ordering: .relaxed)
            statistics.late = samples.late.statistics
            statistics.chunkCount += samples.late.chunkCount
            statistics.chunksCreated += samples.late.statistics.chunksCreated
            statistics.chunksRemoved += samples.late.statistics.chunksRemoved
            statistics.chunkFileBytes = samples.files.byteCount
            statistics.highWatermark = samples.recent.sequence
            statistics.lowWatermark = samples.recent.oldestSequence
            statistics.histogramSeriesCount = samples.histograms.seriesCount
            statistics.histogramBucketCount = samples.histograms.bucketCount
            return statistics
        }
        statistics.seriesCount = seriesCount
        statistics.labelPairCount = labelPairCount
        statistics.memoryBytes += indexBytes
        statistics.log = logTruncation.withLock { $0.statistics }
        statistics.activeAppenders = activeAppenders.load(ordering: .relaxed)
        statistics.appendersCreated = appendersCreated.load(ordering: .relaxed)
        return statistics
    }

    /// The log's numbers now and the segment it writes, `nil` without a log.
    var logStatistics: (statistics: WALStatistics, segment: Int)? {
        writer.withLock { writer in
            guard let statistics = writer.log?.statistics, let segment = writer.log?.segment else { return nil }
            return (statistics, segment)
        }
    }

    /// The same of the write-behind log.
    var lateLogStatistics: (statistics: WALStatistics, segment: Int)? {
        writer.withLock { writer in
            guard let statistics = writer.lateLog?.statistics, let segment = writer.lateLog?.segment else { return nil }
            return (statistics, segment)
        }
    }

    /// Where the series come from; at most `limit` rows a list.
    func cardinality(limit: Int) -> CardinalityStatistics { index.withLock { $0.cardinality(limit: limit) } }
}
