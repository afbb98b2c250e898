import PrometheusClient
import TSDB

extension Registry {
    /// Exposes the head's numbers, read each time; nothing while `statistics` is `nil`.
    func registerHeadMetrics(_ statistics: @escaping @Sendable () -> HeadStatistics?) {
        register { metrics in
            let head = statistics() ?? HeadStatistics()
            metrics.addSeries(head)
            metrics.addChunks(head)
            metrics.addSamples(head)
            metrics.addLate(head)
            metrics.addTimes(head)
        }
    }
}

extension CollectedMetrics {
    fileprivate mutating func addSeries(_ head: HeadStatistics) {
        gauge(
            "prometheus_tsdb_head_series",
            help: "Total number of series in the head block.",
            Double(head.seriesCount)
        )
        counter(
            "prometheus_tsdb_head_series_created_total",
            help: "Total number of series created in the head",
            Double(head.seriesCreated)
        )
        counter(
            "prometheus_tsdb_head_series_removed_total",
            help: "Total number of series removed in the head",
            Double(head.seriesRemoved)
        )
        counter(
            "prometheus_tsdb_head_series_not_found_total",
            help: "Total number of requests for series that were not found.",
            Double(head.seriesNotFound)
        )
        gauge(
            "prometheus_tsdb_head_stale_series",
            help: "Total number of stale series in the head block.",
            Double(head.staleSeriesCount)
        )
        gauge(
            "prometheus_tsdb_head_native_histogram_series",
            help: "Total number of native histogram series in the head block.",
            Double(head.histogramSeriesCount)
        )
        gauge(
            "prometheus_tsdb_head_native_histogram_buckets",
            help: "Total number of native histogram buckets in the newest samples of the head block.",
            Double(head.histogramBucketCount)
        )
    }

    fileprivate mutating func addChunks(_ head: HeadStatistics) {
        gauge("prometheus_tsdb_head_chunks", help: "Total number of chunks in the head block.", Double(head.chunkCount))
        counter(
            "prometheus_tsdb_head_chunks_created_total",
            help: "Total number of chunks created in the head",
            Double(head.chunksCreated)
        )
        counter(
            "prometheus_tsdb_head_chunks_removed_total",
            help: "Total number of chunks removed in the head",
            Double(head.chunksRemoved)
        )
    }

    fileprivate mutating func addSamples(_ head: HeadStatistics) {
        counter(
            "prometheus_tsdb_head_samples_appended_total",
            help: "Total number of appended samples.",
            labels: [("type", "float")],
            Double(head.samplesAppended)
        )
        counter(
            "prometheus_tsdb_head_samples_appended_total",
            help: "Total number of appended samples.",
            labels: [("type", "histogram")],
            Double(head.histogramsAppended)
        )
        counter(
            "prometheus_tsdb_out_of_order_samples_total",
            help: "Total number of out of order samples ingestion failed attempts due to out of order being disabled.",
            labels: [("type", "float")],
            Double(head.outOfOrderSamples)
        )
        counter(
            "prometheus_tsdb_out_of_order_samples_total",
            help: "Total number of out of order samples ingestion failed attempts due to out of order being disabled.",
            labels: [("type", "histogram")],
            Double(head.outOfOrderHistograms)
        )
        counter(
            "prometheus_tsdb_out_of_bound_samples_total",
            help: "Total number of out of bound samples ingestion failed attempts with out of order support disabled.",
            labels: [("type", "float")],
            Double(head.outOfBoundSamples)
        )
        counter(
            "prometheus_tsdb_out_of_bound_samples_total",
            help: "Total number of out of bound samples ingestion failed attempts with out of order support disabled.",
            labels: [("type", "histogram")],
            Double(head.outOfBoundHistograms)
        )
        gauge(
            "prometheus_tsdb_head_active_appenders",
            help: "Number of currently active appender transactions",
            Double(head.activeAppenders)
        )
        counter(
            "prometheus_tsdb_head_appenders_created_total",
            help: "Total number of appenders created.",
            Double(head.appendersCreated)
        )
    }

    fileprivate mutating func addLate(_ head: HeadStatistics) {
        for (type, count) in [("float", head.late.floatsAppended), ("histogram", head.late.histogramsAppended)] {
            counter(
                "prometheus_tsdb_head_out_of_order_samples_appended_total",
                help: "Total number of appended out of order samples.",
                labels: [("type", type)],
                Double(count)
            )
        }
        for (type, count) in [("float", head.late.tooOldFloats), ("histogram", head.late.tooOldHistograms)] {
            counter(
                "prometheus_tsdb_too_old_samples_total",
                help: "Total number of out of order samples ingestion failed attempts with out of support enabled, "
                    + "but sample outside of time window.",
                labels: [("type", type)],
                Double(count)
            )
        }
        histogram(
            "prometheus_tsdb_sample_ooo_delta",
            help: "Delta in seconds by which a sample is considered out of order (reported regardless of OOO time "
                + "window and whether sample is accepted or not).",
            bounds: LateStatistics.deltaBounds,
            counts: head.late.deltas,
            sum: head.late.deltaSum
        )
    }

    fileprivate mutating func addTimes(_ head: HeadStatistics) {
        // An empty head shows the ends of time, as upstream's does.
        let lowest = head.minTimeMilliseconds ?? Int64.max
        let highest = head.maxTimeMilliseconds ?? Int64.min
        gauge(
            "prometheus_tsdb_head_min_time",
            help: "Minimum time bound of the head block. The unit is decided by the library consumer.",
            Double(lowest)
        )
        gauge(
            "prometheus_tsdb_head_max_time",
            help: "Maximum timestamp of the head block. The unit is decided by the library consumer.",
            Double(highest)
        )
        gauge(
            "prometheus_tsdb_head_min_time_seconds",
            help: "Minimum time bound of the head block.",
            Double(lowest / 1000)
        )
        gauge(
            "prometheus_tsdb_head_max_time_seconds",
            help: "Maximum timestamp of the head block.",
            Double(highest / 1000)
        )
    }
}
