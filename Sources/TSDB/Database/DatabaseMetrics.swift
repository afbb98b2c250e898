package import PrometheusClient

/// The metrics of what a database does in the background.
package struct DatabaseMetrics: Sendable {
    let compactions: Counter
    let compactionsFailed: Counter
    let compactionsTriggered: Counter
    let compactionsSkipped: Counter
    let verticalCompactions: Counter
    let populatingBlock: Gauge
    let compactionSeconds: Histogram
    let chunkBytes: Histogram
    let chunkSamples: Histogram
    let chunkRange: Histogram
    let reloads: Counter
    let reloadFailures: Counter
    let timeRetentions: Counter
    let sizeRetentions: Counter
    let tombstoneCleanupSeconds: Histogram
    let garbageCollectionSeconds: Summary
    let logTruncationSeconds: Summary
    let staleSeries: SeriesCompactionMetrics
    let selectedSeries: SeriesCompactionMetrics

    package init(_ registry: Registry) throws(RegistrationError) {
        func counter(_ rest: String, _ help: String) throws(RegistrationError) -> Counter {
            try registry.counter("prometheus_tsdb_\(rest)", help: help)
        }
        compactions = try counter(
            "compactions_total",
            "Total number of compactions that were executed for the partition."
        )
        compactionsFailed = try counter(
            "compactions_failed_total",
            "Total number of compactions that failed for the partition."
        )
        compactionsTriggered = try counter(
            "compactions_triggered_total",
            "Total number of triggered compactions for the partition."
        )
        compactionsSkipped = try counter(
            "compactions_skipped_total",
            "Total number of skipped compactions due to disabled auto compaction."
        )
        verticalCompactions = try counter(
            "vertical_compactions_total",
            "Total number of compactions done on overlapping blocks."
        )
        populatingBlock = try registry.gauge(
            "prometheus_tsdb_compaction_populating_block",
            help: "Set to 1 when a block is currently being written to the disk."
        )
        (compactionSeconds, chunkBytes, chunkSamples, chunkRange) = try Self.histograms(registry)
        reloads = try counter("reloads_total", "Number of times the database reloaded block data from disk.")
        reloadFailures = try counter(
            "reloads_failures_total",
            "Number of times the database failed to reloadBlocks block data from disk."
        )
        timeRetentions = try counter(
            "time_retentions_total",
            "The number of times that blocks were deleted because the maximum time limit was exceeded."
        )
        sizeRetentions = try counter(
            "size_retentions_total",
            "The number of times that blocks were deleted because the maximum number of bytes was exceeded."
        )
        tombstoneCleanupSeconds = try registry.histogram(
            "prometheus_tsdb_tombstone_cleanup_seconds",
            help: "The time taken to recompact blocks to remove tombstones.",
            buckets: []
        )
        garbageCollectionSeconds = try registry.summary(
            "prometheus_tsdb_head_gc_duration_seconds",
            help: "Runtime of garbage collection in the head block."
        )
        logTruncationSeconds = try registry.summary(
            "prometheus_tsdb_wal_truncate_duration_seconds",
            help: "Duration of WAL truncation."
        )
        staleSeries = try SeriesCompactionMetrics(registry, "stale")
        selectedSeries = try SeriesCompactionMetrics(registry, "selected")
    }

    private static func histograms(
        _ registry: Registry
    ) throws(RegistrationError) -> (seconds: Histogram, bytes: Histogram, samples: Histogram, range: Histogram) {
        (
            try registry.histogram(
                "prometheus_tsdb_compaction_duration_seconds",
                help: "Duration of compaction runs",
                buckets: .exponential(start: 1, factor: 2, count: 14)
            ),
            try registry.histogram(
                "prometheus_tsdb_compaction_chunk_size_bytes",
                help: "Final size of chunks on their first compaction",
                buckets: .exponential(start: 32, factor: 1.5, count: 12)
            ),
            try registry.histogram(
                "prometheus_tsdb_compaction_chunk_samples",
                help: "Final number of samples on their first compaction",
                buckets: .exponential(start: 4, factor: 1.5, count: 12)
            ),
            try registry.histogram(
                "prometheus_tsdb_compaction_chunk_range_seconds",
                help: "Final time range of chunks on their first compaction",
                buckets: .exponential(start: 100, factor: 4, count: 10)
            )
        )
    }
}
