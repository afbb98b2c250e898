package import PrometheusClient

/// The metrics of rules.
package struct RuleMetrics: Sendable {
    let evaluationDuration: Summary
    let groupDuration: Summary
    let evaluations: CounterFamily
    let evaluationFailures: CounterFamily
    let iterations: CounterFamily
    let iterationsMissed: CounterFamily
    let interval: GaugeFamily
    let rules: GaugeFamily
    let lastEvaluation: GaugeFamily
    let lastDuration: GaugeFamily
    let lastRuleDurationSum: GaugeFamily
    let lastSamples: GaugeFamily
    let lastRestoreDuration: GaugeFamily
    let templateExpansions: Counter
    let templateExpansionFailures: Counter

    package init(_ registry: Registry) throws(RegistrationError) {
        func counters(_ name: String, _ help: String) throws(RegistrationError) -> CounterFamily {
            try registry.counters("prometheus_rule_\(name)", help: help, labels: ["rule_group"])
        }
        func gauges(_ name: String, _ help: String) throws(RegistrationError) -> GaugeFamily {
            try registry.gauges("prometheus_rule_group_\(name)", help: help, labels: ["rule_group"])
        }
        evaluationDuration = try registry.summary(
            "prometheus_rule_evaluation_duration_seconds",
            help: "The duration for a rule to execute.",
            objectives: .standard
        )
        groupDuration = try registry.summary(
            "prometheus_rule_group_duration_seconds",
            help: "The duration of rule group evaluations.",
            objectives: .extended
        )
        evaluations = try counters("evaluations_total", "The total number of rule evaluations.")
        evaluationFailures = try counters("evaluation_failures_total", "The total number of rule evaluation failures.")
        iterations = try counters(
            "group_iterations_total",
            "The total number of scheduled rule group evaluations, whether executed or missed."
        )
        iterationsMissed = try counters(
            "group_iterations_missed_total",
            "The total number of rule group evaluations missed due to slow rule group evaluation."
        )
        interval = try gauges("interval_seconds", "The interval of a rule group.")
        rules = try gauges("rules", "The number of rules.")
        lastEvaluation = try gauges(
            "last_evaluation_timestamp_seconds",
            "The timestamp of the last rule group evaluation in seconds."
        )
        lastDuration = try gauges("last_duration_seconds", "The duration of the last rule group evaluation.")
        lastRuleDurationSum = try gauges(
            "last_rule_duration_sum_seconds",
            "The sum of time in seconds it took to evaluate each rule in the group regardless of concurrency. "
                + "This should be higher than the group duration if rules are evaluated concurrently."
        )
        lastSamples = try gauges(
            "last_evaluation_samples",
            "The number of samples returned during the last rule group evaluation."
        )
        lastRestoreDuration = try gauges(
            "last_restore_duration_seconds",
            "The duration of the last alert rules alerts restoration using the `ALERTS_FOR_STATE` series."
        )
        templateExpansions = try registry.counter(
            "prometheus_template_text_expansions_total",
            help: "The total number of template text expansions."
        )
        templateExpansionFailures = try registry.counter(
            "prometheus_template_text_expansion_failures_total",
            help: "The total number of template text expansion failures."
        )
    }

    /// Removes the series of a group.
    func remove(_ key: String) {
        for family in [evaluations, evaluationFailures, iterations, iterationsMissed] { family.remove(key) }
        for family in [
            interval, rules, lastEvaluation, lastDuration, lastRuleDurationSum, lastSamples, lastRestoreDuration,
        ] { family.remove(key) }
    }
}
