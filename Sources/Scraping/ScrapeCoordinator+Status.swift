internal import PrometheusClient
internal import PrometheusModel
internal import Synchronization

extension ScrapeCoordinator {
    /// The state of the jobs' targets, sorted by job name.
    package func pools() -> [ScrapePoolStatus] {
        let pools = state.withLock { $0.pools }
        return pools.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { name, pool in
            let active = pool.targets.values.map { $0.status(pool: name) }
            return ScrapePoolStatus(
                name: name,
                active: active.sorted { ($0.scrapeURL, $0.labels) < ($1.scrapeURL, $1.labels) },
                dropped: pool.dropped.map { DroppedTarget(discoveredLabels: $0, scrapePool: name) },
                droppedCount: pool.droppedCount
            )
        }
    }

    /// The metadata of all active targets, sorted by job name.
    package func metadata() -> [TargetMetadata] {
        let pools = state.withLock { $0.pools }
        return pools.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.flatMap { name, pool in
            pool.targets.values.sorted { $0.identity.url < $1.identity.url }.map { target in
                TargetMetadata(labels: target.labels, scrapePool: name, families: target.metadata.withLock { $0 })
            }
        }
    }

    /// Tells how much metadata is kept.
    func collectMetadataSizes(_ metrics: inout CollectedMetrics) {
        var sizes: [String: (entries: Int, bytes: Int)] = [:]
        for target in metadata() {
            let bytes = target.families.reduce(0) {
                $0 + $1.family.utf8.count + $1.help.utf8.count + $1.unit.utf8.count + $1.type.rawValue.utf8.count
            }
            let before = sizes[target.scrapePool] ?? (0, 0)
            sizes[target.scrapePool] = (before.entries + target.families.count, before.bytes + bytes)
        }
        for (job, size) in sizes {
            metrics.gauge(
                "prometheus_target_metadata_cache_entries",
                help: "Total number of metric metadata entries in the cache",
                labels: [("scrape_job", job)],
                Double(size.entries)
            )
            metrics.gauge(
                "prometheus_target_metadata_cache_bytes",
                help: "The number of bytes that are currently used for storing metric metadata in the cache",
                labels: [("scrape_job", job)],
                Double(size.bytes)
            )
        }
    }
}
