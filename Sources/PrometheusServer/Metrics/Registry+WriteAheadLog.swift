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
                metrics.addLateTruncations(database.statistics.late)
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
            "prometheus_tsdb_snapshot_replay_error_total",
            help: "Total number snapshot replays that failed.",
            Double(replay.snapshotErrors)
        )
        counter(
            "prometheus_tsdb_wal_corruptions_total",
            help: "Total number of WAL corruptions.",
            Double(replay.corruptionCount)
        )
        addUnknown(
            "wal",
            [
                ("series", replay.unknown.series.count), ("samples", replay.unknown.samples),
                ("exemplars", replay.unknown.exemplars), ("histograms", replay.unknown.histograms),
                ("metadata", replay.unknown.metadata), ("tombstones", replay.unknown.tombstones),
            ]
        )
        addUnknown(
            "wbl",
            [
                ("series", replay.unknownLate.series.count), ("samples", replay.unknownLate.samples),
                ("histograms", replay.unknownLate.histograms), ("mmap_markers", replay.unknownLate.markers),
            ]
        )
    }

    private mutating func addUnknown(_ log: String, _ counts: [(type: String, count: Int)]) {
        for (type, count) in counts {
            counter(
                "prometheus_tsdb_\(log)_replay_unknown_refs_total",
                help: "Total number of unknown series references encountered during \(log.uppercased()) replay.",
                labels: [("type", type)],
                Double(count)
            )
        }
    }

    fileprivate mutating func addLateTruncations(_ late: LateStatistics) {
        counter(
            "prometheus_tsdb_out_of_order_wbl_truncations_total",
            help: "Total number of write log truncations attempted.",
            Double(late.truncations)
        )
        counter(
            "prometheus_tsdb_out_of_order_wbl_truncations_failed_total",
            help: "Total number of write log truncations that failed.",
            Double(late.failedTruncations)
        )
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
            labels: [("compression", log.compression == .zstandard ? "zstd" : "snappy")],
            Double(log.savedBytes)
        )
        gauge(
            "\(prefix)_segment_current",
            help: "Write log segment index that TSDB is currently writing to.",
            Double(segment)
        )
    }
}
