import PrometheusClient
import TSDB

extension Registry {
    /// Exposes the numbers of the agent's storage, read each time; nothing before it is open.
    func registerAgentMetrics(_ storage: @escaping @Sendable () -> AgentStorage?) {
        register { metrics in
            guard let storage = storage() else { return }
            let numbers = storage.statistics
            for (name, help, value) in Self.gauges(storage, numbers) { metrics.gauge(name, help: help, value) }
            for (name, help, count) in Self.counters(numbers) { metrics.counter(name, help: help, Double(count)) }
            for (type, count) in [("float", numbers.samplesAppended), ("histogram", numbers.histogramsAppended)] {
                metrics.counter(
                    "prometheus_agent_samples_appended_total",
                    help: "Total number of samples appended to the storage.",
                    labels: [("type", type)],
                    Double(count)
                )
            }
        }
    }

    private static func gauges(
        _ storage: AgentStorage,
        _ numbers: AgentStatistics
    ) -> [(name: String, help: String, value: Double)] {
        [
            (
                "prometheus_agent_active_series", "Number of active series being tracked by the WAL storage",
                Double(numbers.activeSeries)
            ),
            (
                "prometheus_agent_deleted_series", "Number of series pending deletion from the WAL",
                Double(numbers.deletedSeries)
            ),
            (
                "prometheus_agent_data_replay_duration_seconds", "Time taken to replay the data on disk.",
                Double(numbers.replayMilliseconds) / 1000
            ),
            (
                "prometheus_agent_clean_start",
                "-1: lockfile is disabled. 0: a lockfile from a previous execution was replaced. "
                    + "1: lockfile creation was clean",
                Double(storage.cleanStart)
            ),
        ]
    }

    private static func counters(_ numbers: AgentStatistics) -> [(name: String, help: String, count: Int)] {
        [
            (
                "prometheus_agent_exemplars_appended_total",
                "Total number of exemplars appended to the storage.", numbers.exemplarsAppended
            ),
            (
                "prometheus_agent_out_of_order_samples_total",
                "Total number of out of order samples ingestion failed attempts.", numbers.outOfOrderSamples
            ),
            (
                "prometheus_agent_corruptions_total",
                "Total number of WAL corruptions.", numbers.corruptions
            ),
            (
                "prometheus_agent_checkpoint_creations_total",
                "Total number of checkpoint creations attempted.", numbers.checkpointCreations
            ),
            (
                "prometheus_agent_checkpoint_creations_failed_total",
                "Total number of checkpoint creations that failed.", numbers.failedCheckpointCreations
            ),
            (
                "prometheus_agent_checkpoint_deletions_total",
                "Total number of checkpoint deletions attempted.", numbers.checkpointDeletions
            ),
            (
                "prometheus_agent_checkpoint_deletions_failed_total",
                "Total number of checkpoint deletions that failed.", numbers.failedCheckpointDeletions
            ),
        ]
    }
}
