internal import PromQL
internal import PrometheusModel
internal import Storage
internal import Synchronization

/// A rule group with its state.
///
/// Evaluated by one task at a time; asked by anyone.
package final class RuleGroup: Sendable {
    struct State {
        var rules: [RuleState]
        var evaluationSeconds = 0.0
        var lastEvaluationNanoseconds: Int64?
        var evaluationCount = 0
        /// Series of rules that an earlier version of the group had; they get stale markers at the next evaluation.
        var orphans: [Labels: SeriesReference] = [:]
        /// The global query offset, which may change without a restart of the group.
        var defaultQueryOffset: Int64
        var needsRestoration: Bool
    }

    package let definition: RuleGroupDefinition
    let context: RuleContext
    let alertingRules: [AlertingRule?]
    let dependencies: RuleDependencies
    let metrics: RuleGroupMetrics
    /// Who asks the queries of the group's rules.
    let origin: QueryOrigin
    /// The rules' expressions, printed.
    let queries: [String]
    let state: Mutex<State>

    /// Makes a group that was never evaluated.
    package init(
        _ definition: RuleGroupDefinition,
        _ settings: RuleSettings,
        _ context: RuleContext,
        needsRestoration: Bool
    ) {
        self.definition = definition
        self.context = context
        metrics = RuleGroupMetrics(context.metrics, definition)
        let origin = QueryOrigin.ruleGroup(file: definition.file, name: definition.name)
        self.origin = origin
        queries = definition.rules.map(\.expression.description)
        dependencies = RuleDependencies(definition.rules)
        alertingRules = definition.rules.map { rule in
            rule.kind == .recording
                ? nil
                : AlertingRule(
                    rule,
                    origin,
                    externalLabels: settings.externalLabels,
                    externalURL: context.externalURL
                )
        }
        let rules = definition.rules.map { rule in
            var state = RuleState()
            state.isRestored = !(needsRestoration && rule.kind == .alerting)
            return state
        }
        state = Mutex(
            State(
                rules: rules,
                defaultQueryOffset: settings.queryOffsetMilliseconds,
                needsRestoration: needsRestoration
            )
        )
    }

    /// The first slot after `time`: a multiple of the interval plus an offset that spreads the groups, does not change
    /// over restarts and is the real server's.
    func nextSlot(after time: Int64) -> Int64 {
        let interval = definition.intervalMilliseconds
        let identity: Labels = ["file": definition.file, "name": definition.name]
        let offset = Int64(identity.stableHash % (UInt64(max(1, interval)) * 1_000_000) / 1_000_000)
        let (quotient, rest) = (time - offset).quotientAndRemainder(dividingBy: interval)
        return (rest < 0 ? quotient : quotient + 1) * interval + offset
    }

    /// Takes over what an earlier version of the group knew.
    func takeOver(from old: RuleGroup) {
        let (oldState, oldRules) = (old.state.withLock { $0 }, old.definition.rules)
        var byRule: [RuleDefinition: [RuleState]] = [:]
        for (rule, state) in zip(oldRules, oldState.rules) { byRule[Self.identity(rule), default: []].append(state) }
        state.withLock { state in
            state.evaluationSeconds = oldState.evaluationSeconds
            state.lastEvaluationNanoseconds = oldState.lastEvaluationNanoseconds
            state.evaluationCount = oldState.evaluationCount
            state.needsRestoration = oldState.needsRestoration
            state.orphans = oldState.orphans
            for (i, rule) in definition.rules.enumerated() {
                guard var known = byRule[Self.identity(rule)], !known.isEmpty else { continue }
                let first = known.removeFirst()
                byRule[Self.identity(rule)] = known
                state.rules[i].series = first.series
                state.rules[i].alerts = first.alerts
                state.rules[i].isRestored = first.isRestored
            }
            for left in byRule.values.joined() { state.orphans.merge(left.series.byLabels) { first, _ in first } }
        }
    }

    /// A rule without what may change without it becoming another rule.
    private static func identity(_ rule: RuleDefinition) -> RuleDefinition {
        RuleDefinition(
            kind: rule.kind,
            name: rule.name,
            expression: .number(.init(value: 0, isDuration: false, position: .init(start: 0, end: 0))),
            labels: rule.labels
        )
    }

    /// The rules whose last evaluation failed, with the reasons.
    package var failures: [(rule: String, reason: String)] {
        state.withLock { state in
            zip(definition.rules, state.rules).filter { !$0.1.lastError.isEmpty }.map { ($0.0.name, $0.1.lastError) }
        }
    }

    /// The group for the API.
    package var status: RuleGroupStatus {
        let state = state.withLock { $0 }
        return RuleGroupStatus(
            name: definition.name,
            file: definition.file,
            intervalMilliseconds: definition.intervalMilliseconds,
            limit: definition.limit,
            rules: zip(definition.rules, state.rules).map { Self.status($0, $1) },
            evaluationSeconds: state.evaluationSeconds,
            lastEvaluationNanoseconds: state.lastEvaluationNanoseconds
        )
    }

    private static func status(_ rule: RuleDefinition, _ state: RuleState) -> RuleStatus {
        var kind = RuleStatus.Kind.recording
        if rule.kind == .alerting {
            let alerts = state.alerts.values.filter { $0.state != .inactive }.map(\.status)
            let highest = alerts.map(\.state).max() ?? (state.health == .unknown ? .unknown : .inactive)
            kind = .alerting(
                RuleStatus.Alerting(
                    state: highest,
                    holdMilliseconds: rule.holdMilliseconds,
                    keepFiringForMilliseconds: rule.keepFiringForMilliseconds,
                    annotations: Labels(rule.annotations),
                    alerts: alerts.sorted { $0.labels < $1.labels }
                )
            )
        }
        return RuleStatus(
            kind: kind,
            name: rule.name,
            query: rule.expression.description,
            labels: Labels(rule.labels),
            health: state.health,
            lastError: state.lastError,
            evaluationSeconds: state.evaluationSeconds,
            lastEvaluationNanoseconds: state.lastEvaluationNanoseconds
        )
    }
}
