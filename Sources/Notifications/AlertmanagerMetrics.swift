internal import PrometheusClient

/// The metrics of one Alertmanager URL, shared by all queues with that URL.
///
/// A queue that is being emptied after its URL went away still counts here, but what it counts is not exposed any more.
struct AlertmanagerMetrics: Sendable {
    let latency: Summary
    let errors: Counter
    let sent: Counter
    let dropped: Counter
    /// The sum over the queues, so each adds and subtracts what it takes and gives.
    let queueLength: Gauge
}
