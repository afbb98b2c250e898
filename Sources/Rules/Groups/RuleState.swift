internal import PrometheusModel
internal import Storage

/// What a rule remembers from one evaluation to the next.
struct RuleState: Sendable {
    var health = RuleHealth.unknown
    var lastError = ""
    var evaluationSeconds = 0.0
    var lastEvaluationNanoseconds: Int64?
    /// The series of the last good evaluation.
    var series = RuleSeries()
    var alerts: [Labels: Alert] = [:]
    /// Whether the series of alerts may be written: the clocks of before a restart were taken over, or need not be.
    var isRestored = true
}
