package import PrometheusClient

/// The metrics of all discovery managers of a server.
package struct DiscoveryMetrics: Sendable {
    let failedConfigurations: GaugeFamily
    let discoveredTargets: GaugeFamily
    let receivedUpdates: CounterFamily
    let delayedUpdates: CounterFamily
    let sentUpdates: CounterFamily
    let file: FileDiscoveryMetrics
    let refresh: RefreshMetrics
    let mechanisms: MechanismMetrics
    let kubernetes: KubernetesMetrics
    let kuma: KumaMetrics
    let zooKeeper: ZooKeeperMetrics

    /// Makes the metrics in `registry`.
    package init(_ registry: Registry) throws(RegistrationError) {
        failedConfigurations = try registry.gauges(
            "prometheus_sd_failed_configs",
            help: "Current number of service discovery configurations that failed to load.",
            labels: ["name"]
        )
        discoveredTargets = try registry.gauges(
            "prometheus_sd_discovered_targets",
            help: "Current number of discovered targets.",
            labels: ["name", "config"]
        )
        receivedUpdates = try registry.counters(
            "prometheus_sd_received_updates_total",
            help: "Total number of update events received from the SD providers.",
            labels: ["name"]
        )
        delayedUpdates = try registry.counters(
            "prometheus_sd_updates_delayed_total",
            help: "Total number of update events that couldn't be sent immediately.",
            labels: ["name"]
        )
        sentUpdates = try registry.counters(
            "prometheus_sd_updates_total",
            help: "Total number of update events sent to the SD consumers.",
            labels: ["name"]
        )
        file = try FileDiscoveryMetrics(registry)
        refresh = try RefreshMetrics(registry)
        mechanisms = try MechanismMetrics(registry)
        kubernetes = try KubernetesMetrics(registry)
        kuma = try KumaMetrics(registry)
        zooKeeper = try ZooKeeperMetrics(registry)
    }
}
