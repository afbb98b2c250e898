import PrometheusClient
import TSDB

extension Registry {
    /// Exposes the numbers of the blocks, read each time; nothing before the storage is open.
    func registerBlockMetrics(_ database: @escaping @Sendable () -> Database?) {
        register { metrics in
            guard let facts = database()?.blockFacts else { return }
            metrics.addBlocks(facts)
            metrics.addLimits(facts)
        }
    }
}

extension CollectedMetrics {
    fileprivate mutating func addBlocks(_ facts: Database.BlockFacts) {
        gauge(
            "prometheus_tsdb_blocks_loaded",
            help: "Number of currently loaded data blocks",
            Double(facts.blockCount)
        )
        gauge(
            "prometheus_tsdb_storage_blocks_bytes",
            help: "The number of bytes that are currently used for local storage by all blocks.",
            Double(facts.sizeBytes)
        )
        gauge(
            "prometheus_tsdb_symbol_table_size_bytes",
            help: "Size of symbol table in memory for loaded blocks",
            Double(facts.symbolTableBytes)
        )
        // Without any sample it shows the end of time, as upstream's does.
        let oldest = facts.oldestTimeMilliseconds ?? .max
        gauge(
            "prometheus_tsdb_lowest_timestamp",
            help: "Lowest timestamp value stored in the database. The unit is decided by the library consumer.",
            Double(oldest)
        )
        gauge(
            "prometheus_tsdb_lowest_timestamp_seconds",
            help: "Lowest timestamp value stored in the database.",
            Double(oldest / 1000)
        )
    }

    fileprivate mutating func addLimits(_ facts: Database.BlockFacts) {
        gauge(
            "prometheus_tsdb_retention_limit_bytes",
            help: "Max number of bytes to be retained in the tsdb blocks, configured 0 means disabled",
            Double(facts.retentionBytes)
        )
        gauge(
            "prometheus_tsdb_retention_limit_seconds",
            help: "How long to retain samples in storage.",
            Double(facts.retention.timeMilliseconds) / 1000
        )
        gauge(
            "prometheus_tsdb_retention_limit_percentage",
            help:
                "Max percentage of total storage space to be retained in the tsdb blocks, configured 0 means disabled.",
            facts.retention.percentage
        )
    }
}
