package import PrometheusModel

/// A firing or resolved alert on its way to the Alertmanagers.
package struct RuleAlert: Sendable, Hashable {
    package var labels: Labels
    package var annotations: Labels
    /// When it fired, in milliseconds since the Unix epoch.
    package var startsAtMilliseconds: Int64
    /// When it was resolved or, while it fires, until when it counts as firing unless it is sent again.
    package var endsAtMilliseconds: Int64
    package var generatorURL: String
}
