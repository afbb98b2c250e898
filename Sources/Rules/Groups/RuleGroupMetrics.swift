internal import PrometheusClient

/// The metrics of one group, looked up once.
struct RuleGroupMetrics: Sendable {
    let evaluations: Counter
    let evaluationFailures: Counter
    let iterations: Counter
    let iterationsMissed: Counter
    let lastEvaluation: Gauge
    let lastDuration: Gauge
    let lastRuleDurationSum: Gauge
    let lastSamples: Gauge

    /// Makes the series of a group appear.
    init(_ metrics: RuleMetrics, _ group: RuleGroupDefinition) {
        let key = group.key
        evaluations = metrics.evaluations[key]
        evaluationFailures = metrics.evaluationFailures[key]
        iterations = metrics.iterations[key]
        iterationsMissed = metrics.iterationsMissed[key]
        lastEvaluation = metrics.lastEvaluation[key]
        lastDuration = metrics.lastDuration[key]
        lastRuleDurationSum = metrics.lastRuleDurationSum[key]
        lastSamples = metrics.lastSamples[key]
        metrics.interval[key].set(Double(group.intervalMilliseconds) / 1000)
        metrics.rules[key].set(group.rules.count)
    }
}
