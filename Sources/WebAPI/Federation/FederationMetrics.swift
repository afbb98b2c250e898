package import Logging
package import PrometheusClient

/// What is measured of federation, and who is told of its oddities.
package struct FederationMetrics: Sendable {
    let errors: Counter
    let warnings: Counter
    let logger: Logger

    package init(_ registry: Registry, _ logger: Logger) throws(RegistrationError) {
        errors = try registry.counter(
            "prometheus_web_federation_errors_total",
            help: "Total number of errors that occurred while sending federation responses."
        )
        warnings = try registry.counter(
            "prometheus_web_federation_warnings_total",
            help: "Total number of warnings that occurred while sending federation responses."
        )
        self.logger = logger
    }
}
