import HTTPServing
import HummingbirdCore
import PrometheusClient

/// Accepts connections up to a number over all addresses; further ones wait in the kernel's queue.
struct ConnectionLimit: AvailableConnectionsDelegate {
    private let connections: ConnectionCount
    private let metrics: ConnectionMetrics

    init(_ connections: ConnectionCount, _ metrics: ConnectionMetrics) {
        self.connections = connections
        self.metrics = metrics
    }

    mutating func connectionOpened() {
        connections.enter()
        metrics.accepted.increment()
    }

    mutating func connectionClosed() {
        connections.leave()
        metrics.closed.increment()
    }

    func isAcceptingNewConnections() -> Bool { !connections.isFull }
}
