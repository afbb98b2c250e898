internal import PrometheusClient

/// The metrics of all ZooKeeper discovery.
struct ZooKeeperMetrics: Sendable {
    let failures: Counter
    let watchedNodes: Gauge

    init(_ registry: Registry) throws(RegistrationError) {
        failures = try registry.counter(
            "prometheus_treecache_zookeeper_failures_total",
            help: "The total number of ZooKeeper failures."
        )
        watchedNodes = try registry.gauge(
            "prometheus_treecache_watcher_goroutines",
            help: "The current number of watcher goroutines."
        )
    }
}
