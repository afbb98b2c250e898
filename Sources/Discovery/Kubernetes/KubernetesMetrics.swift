internal import PrometheusClient

/// The metrics of Kubernetes discovery.
struct KubernetesMetrics: Sendable {
    let events: CounterFamily
    let failures: Counter
    let requests: CounterFamily
    let requestDurations: SummaryFamily
    let queuedItems: CounterFamily
    let queueDepth: GaugeFamily
    let queueLatency: SummaryFamily
    let workDuration: SummaryFamily
    let unfinishedWork: GaugeFamily
    let longestRunning: GaugeFamily

    init(_ registry: Registry) throws(RegistrationError) {
        let prefix = "prometheus_sd_kubernetes_"
        events = try registry.counters(
            prefix + "events_total",
            help: "The number of Kubernetes events handled.",
            labels: ["role", "event"]
        )
        failures = try registry.counter(
            prefix + "failures_total",
            help: "The number of failed WATCH/LIST requests."
        )
        requests = try registry.counters(
            prefix + "http_request_total",
            help: "Total number of HTTP requests to the Kubernetes API by status code.",
            labels: ["status_code"]
        )
        requestDurations = try registry.summaries(
            prefix + "http_request_duration_seconds",
            help: "Summary of latencies for HTTP requests to the Kubernetes API by endpoint.",
            labels: ["endpoint"]
        )
        let queue = prefix + "workqueue_"
        queuedItems = try registry.counters(
            queue + "items_total",
            help: "Total number of items added to the work queue.",
            labels: ["queue_name"]
        )
        queueDepth = try registry.gauges(
            queue + "depth",
            help: "Current depth of the work queue.",
            labels: ["queue_name"]
        )
        queueLatency = try registry.summaries(
            queue + "latency_seconds",
            help: "How long an item stays in the work queue.",
            labels: ["queue_name"]
        )
        workDuration = try registry.summaries(
            queue + "work_duration_seconds",
            help: "How long processing an item from the work queue takes.",
            labels: ["queue_name"]
        )
        unfinishedWork = try registry.gauges(
            queue + "unfinished_work_seconds",
            help: "How long an item has remained unfinished in the work queue.",
            labels: ["queue_name"]
        )
        longestRunning = try registry.gauges(
            queue + "longest_running_processor_seconds",
            help: "Duration of the longest running processor in the work queue.",
            labels: ["queue_name"]
        )
        for role in KubernetesRole.allCases {
            for event in ["add", "update", "delete"] { events[role.rawValue, event].increment(by: 0) }
        }
    }

    /// Makes the series of a queue.
    func prepareQueue(_ name: String) {
        queuedItems[name].increment(by: 0)
        for gauge in [queueDepth, unfinishedWork, longestRunning] { gauge[name].set(0) }
        _ = queueLatency[name]
        _ = workDuration[name]
    }
}
