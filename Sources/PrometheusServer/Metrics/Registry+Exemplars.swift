import PrometheusClient
import TSDB

extension Registry {
    /// Exposes the exemplar buffer's numbers, read each time.
    func registerExemplarMetrics(_ statistics: @escaping @Sendable () -> ExemplarStatistics?) {
        register { metrics in
            let exemplars = statistics() ?? ExemplarStatistics()
            metrics.counter(
                "prometheus_tsdb_exemplar_exemplars_appended_total",
                help: "Total number of appended exemplars.",
                Double(exemplars.appended)
            )
            metrics.counter(
                "prometheus_tsdb_exemplar_out_of_order_exemplars_total",
                help: "Total number of out of order exemplar ingestion failed attempts.",
                Double(exemplars.outOfOrder)
            )
            metrics.gauge(
                "prometheus_tsdb_exemplar_exemplars_in_storage",
                help: "Number of exemplars currently in circular storage.",
                Double(exemplars.count)
            )
            metrics.gauge(
                "prometheus_tsdb_exemplar_series_with_exemplars_in_storage",
                help: "Number of series with exemplars currently in circular storage.",
                Double(exemplars.seriesCount)
            )
            metrics.gauge(
                "prometheus_tsdb_exemplar_last_exemplars_timestamp_seconds",
                help: "The timestamp of the oldest exemplar stored in circular storage. Useful to check for what time "
                    + "range the current exemplar buffer limit allows. This usually means the last timestamp for all "
                    + "exemplars for a typical setup. This is not true though if one of the series timestamp is in "
                    + "future compared to rest series.",
                Double(exemplars.lastTimestampMilliseconds ?? 0) / 1000
            )
            metrics.gauge(
                "prometheus_tsdb_exemplar_max_exemplars",
                help: "Total number of exemplars the exemplar storage can store, resizeable.",
                Double(exemplars.capacity)
            )
        }
    }
}
