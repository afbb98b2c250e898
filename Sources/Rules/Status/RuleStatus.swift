package import PrometheusModel

/// What is known about one rule, for the API and the rules page.
package struct RuleStatus: Sendable {
    /// What kind of rule it is, with what only that kind has.
    package enum Kind: Sendable {
        case recording
        case alerting(Alerting)
    }

    /// What only alerting rules have.
    package struct Alerting: Sendable {
        package var state: AlertState
        /// `for`.
        package var holdMilliseconds: Int64
        package var keepFiringForMilliseconds: Int64
        /// Templates as they are written.
        package var annotations: Labels
        /// Pending and firing alerts.
        package var alerts: [ActiveAlert]
    }

    package var kind: Kind
    /// The recorded metric's or the alert's name.
    package var name: String
    /// The expression in its canonical form.
    package var query: String
    /// As they are written, those of the group included.
    package var labels: Labels
    package var health: RuleHealth
    /// The text of the last failure, empty after a good evaluation.
    package var lastError: String
    package var evaluationSeconds: Double
    /// When the last evaluation started, in nanoseconds since the Unix epoch; `nil` before the first.
    package var lastEvaluationNanoseconds: Int64?
}
