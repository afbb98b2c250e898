import HTTPServing
import HummingbirdCore
import PrometheusClient

/// Accepts connections up to a number; further ones wait in the kernel's queue.
struct ConnectionLimit: AvailableConnectionsDelegate {
    private let maximum: Int
    private let metrics: ConnectionMetrics
    private var count = 0

    init(_ maximum: Int, _ metrics: ConnectionMetrics) {
        self.maximum = maximum
        self.metrics = metrics
    }

    mutating func connectionOpened() {
        count += 1
        metrics.accepted.increment()
    }

    mutating func connectionClosed() {
        count -= 1
        metrics.closed.increment()
    }

    func isAcceptingNewConnections() -> Bool { count < maximum }
}
