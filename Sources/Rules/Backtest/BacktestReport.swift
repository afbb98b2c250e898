package import PrometheusModel

/// What rules would have done over a stretch of history.
package struct BacktestReport: Sendable {
    /// One time that an alert was active.
    package struct Episode: Sendable, Hashable {
        /// When it became pending, in milliseconds since the Unix epoch.
        package var activeAt: Int64
        /// When it fired; `nil` if it went away before.
        package var firedAt: Int64?
        /// When it was gone; `nil` if it still was there at the end.
        package var endedAt: Int64?
        /// The value when it fired, or else when it became pending.
        package var value: Double
        /// As they were rendered at that time.
        package var annotations: Labels
    }

    /// An alert with all times that it was active.
    package struct AlertHistory: Sendable {
        /// With `alertname` and the rule's labels.
        package var labels: Labels
        package var episodes: [Episode]
    }

    /// What one alerting rule would have done.
    package struct RuleHistory: Sendable {
        package var group: String
        package var file: String
        package var name: String
        package var query: String
        /// Sorted by labels.
        package var alerts: [AlertHistory] = []
        /// The time between evaluations.
        package var intervalMilliseconds: Int64
        /// Why the rule, or some of its evaluations, would have failed.
        package var problems: [String] = []

        /// How often the rule would have fired.
        package var firingCount: Int { alerts.reduce(0) { $0 + $1.episodes.count { $0.firedAt != nil } } }
    }

    package var startMilliseconds: Int64
    package var endMilliseconds: Int64
    package var rules: [RuleHistory] = []
    /// Recording rules that failed.
    package var problems: [String] = []
}
