import PrometheusClient
import TSDB

extension Registry {
    /// Exposes what happens to the head's files and how far commits and queries are, read each time.
    func registerHeadFileMetrics(_ statistics: @escaping @Sendable () -> HeadStatistics?) {
        register { metrics in
            let head = statistics() ?? HeadStatistics()
            metrics.addHeadFiles(head)
            if head.isQueueCounted { metrics.addChunkQueue(head) }
            metrics.addCheckpoints(head.log)
            metrics.addIsolation(head)
        }
    }
}

extension CollectedMetrics {
    fileprivate mutating func addHeadFiles(_ head: HeadStatistics) {
        counter(
            "prometheus_tsdb_head_truncations_total",
            help: "Total number of head truncations attempted.",
            Double(head.truncations)
        )
        counter(
            "prometheus_tsdb_head_truncations_failed_total",
            help: "Total number of head truncations that failed.",
            Double(head.failedTruncations)
        )
        gauge(
            "prometheus_tsdb_head_chunks_storage_size_bytes",
            help: "Size of the chunks_head directory.",
            Double(head.chunkFileBytes)
        )
        counter(
            "prometheus_tsdb_mmap_chunks_total",
            help: "Total number of chunks that were memory-mapped.",
            Double(head.mappedChunks)
        )
        counter(
            "prometheus_tsdb_mmap_chunk_corruptions_total",
            help: "Total number of memory-mapped chunk corruptions.",
            Double(head.chunkFileCorruptions)
        )
    }

    fileprivate mutating func addChunkQueue(_ head: HeadStatistics) {
        for (operation, count) in [
            ("add", head.queuedChunks), ("get", head.queuedChunkReads), ("complete", head.writtenChunks), ("shrink", 0),
        ] {
            counter(
                "prometheus_tsdb_chunk_write_queue_operations_total",
                help: "Number of operations on the chunk_write_queue.",
                labels: [("operation", operation)],
                Double(count)
            )
        }
    }

    fileprivate mutating func addCheckpoints(_ log: LogTruncationStatistics) {
        for (name, help, count) in [
            ("wal_truncations_total", "Total number of write log truncations attempted.", log.truncations),
            (
                "wal_truncations_failed_total", "Total number of write log truncations that failed.",
                log.failedTruncations
            ),
            ("checkpoint_creations_total", "Total number of checkpoint creations attempted.", log.checkpointCreations),
            (
                "checkpoint_creations_failed_total", "Total number of checkpoint creations that failed.",
                log.failedCheckpointCreations
            ),
            ("checkpoint_deletions_total", "Total number of checkpoint deletions attempted.", log.checkpointDeletions),
            (
                "checkpoint_deletions_failed_total", "Total number of checkpoint deletions that failed.",
                log.failedCheckpointDeletions
            ),
        ] { counter("prometheus_tsdb_\(name)", help: help, Double(count)) }
    }

    fileprivate mutating func addIsolation(_ head: HeadStatistics) {
        gauge(
            "prometheus_tsdb_isolation_low_watermark",
            help: "The lowest TSDB append ID that is still referenced.",
            Double(head.lowWatermark)
        )
        gauge(
            "prometheus_tsdb_isolation_high_watermark",
            help: "The highest TSDB append ID that has been given out.",
            Double(head.highWatermark)
        )
    }
}
