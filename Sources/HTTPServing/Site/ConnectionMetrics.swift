package import PrometheusClient

/// How many connections came and went: `net_conntrack_listener_…`.
package struct ConnectionMetrics: Sendable {
    package let accepted: Counter
    package let closed: Counter

    package init(_ registry: Registry) throws(RegistrationError) {
        accepted = try registry.counters(
            "net_conntrack_listener_conn_accepted_total",
            help: "Total number of connections opened to the listener of a given name.",
            labels: ["listener_name"]
        )["http"]
        closed = try registry.counters(
            "net_conntrack_listener_conn_closed_total",
            help: "Total number of connections closed that were made to the listener of a given name.",
            labels: ["listener_name"]
        )["http"]
    }
}
