import PrometheusClient
import TSDB

extension Registry {
    /// Exposes the numbers of the write-ahead log and of its replay, read each time; nothing before the storage is open.
    func registerLogMetrics(_ database: @escaping @Sendable () -> Database?) {
        register { metrics in
            guard let database = database() else { return }
            metrics.addReplay(database)
            if let (statistics, segment) = database.walStatistics { metrics.addLog(statistics, segment) }
            if let (statistics, segment) = database.lateLogStatistics {
                metrics.addLog(statistics, segment, prefix: "prometheus_tsdb_out_of_order_wbl")
                metrics.gauge(
                    "prometheus_tsdb_out_of_order_wbl_storage_size_bytes",
                    help: "Size of the write log directory.",
                    Double(database.lateLogBytes)
                )
            }
            metrics.gauge(
                "prometheus_tsdb_wal_storage_size_bytes",
                help: "Size of the write log directory.",
                Double(database.walBytes)
            )
        }
    }
}

extension CollectedMetrics {
    fileprivate mutating func addReplay(_ database: Database) {
        let replay = database.replayStatistics
        gauge(
            "prometheus_tsdb_clean_start",
            help: "-1: lockfile is disabled. 0: a lockfile from a previous execution was replaced. "
                + "1: lockfile creation was clean",
            Double(database.cleanStart)
        )
        gauge(
            "prometheus_tsdb_data_replay_duration_seconds",
            help: "Time taken to replay the data on disk.",
            Double(replay.durationMilliseconds) / 1000
        )
        counter(
            "prometheus_tsdb_wal_corruptions_total",
            help: "Total number of WAL corruptions.",
            Double(replay.corruptionCount)
        )
        counter(
            "prometheus_tsdb_wal_replay_unknown_refs_total",
            help: "Total number of unknown series references encountered during WAL replay.",
            labels: [("type", "samples")],
            Double(replay.unknownReferences)
        )
        for (type, count) in [
            ("samples", replay.unknownLateReferences), ("mmap_markers", replay.unknownLateMarkers),
        ] {
            counter(
                "prometheus_tsdb_wbl_replay_unknown_refs_total",
                help: "Total number of unknown series references encountered during WBL replay.",
                labels: [("type", type)],
                Double(count)
            )
        }
    }

    fileprivate mutating func addLog(_ log: WALStatistics, _ segment: Int, prefix: String = "prometheus_tsdb_wal") {
        counter(
            "\(prefix)_page_flushes_total",
            help: "Total number of page flushes.",
            Double(log.pageFlushes)
        )
        counter(
            "\(prefix)_completed_pages_total",
            help: "Total number of completed pages.",
            Double(log.completedPages)
        )
        counter(
            "\(prefix)_writes_failed_total",
            help: "Total number of write log writes that failed.",
            Double(log.failedWrites)
        )
        counter(
            "\(prefix)_record_part_writes_total",
            help: "Total number of record parts written before flushing.",
            Double(log.recordParts)
        )
        counter(
            "\(prefix)_record_parts_bytes_written_total",
            help: "Total number of record part bytes written before flushing, including CRC and compression headers.",
            Double(log.recordPartBytes)
        )
        counter(
            "\(prefix)_record_bytes_saved_total",
            help: "Total number of bytes saved by the optional record compression. "
                + "Use this metric to learn about the effectiveness compression.",
            labels: [("compression", "snappy")],
            Double(log.savedBytes)
        )
        gauge(
            "\(prefix)_segment_current",
            help: "Write log segment index that TSDB is currently writing to.",
            Double(segment)
        )
    }
}
