internal import PromQL
internal import PrometheusModel
internal import Templating

/// The labels and annotations of an alerting rule while it is backtested.
struct BacktestTemplates {
    private let rule: RuleDefinition
    private let labels: [(name: String, template: Template?)]
    private let annotations: [(name: String, template: Template?)]
    private let test: Backtest

    init(_ rule: RuleDefinition, _ test: Backtest) {
        self.rule = rule
        self.test = test
        labels = rule.labels.map { ($0.name, try? Template(alert: rule.name, $0.value)) }
        annotations = rule.annotations.map { ($0.name, try? Template(alert: rule.name, $0.value)) }
    }

    /// Whether the labels of an alert can change while its series stays the same: a template has more than labels.
    var dependsOnValue: Bool {
        rule.labels.contains { label in
            label.value.contains("{{") && ["alue", "query", "now"].contains { label.value.contains($0) }
        }
    }

    /// The labels of the alert that a sample stands for.
    func labels(_ sample: Labels, _ value: Double, at slot: Int64) async -> Labels {
        var builder = LabelsBuilder(sample)
        builder.remove(Label.metricName)
        for (name, template) in labels { builder.set(name, await text(template, sample, value, slot)) }
        builder.set("alertname", rule.name)
        return builder.labels()
    }

    /// The annotations at `slot`.
    func annotations(_ sample: Labels, _ value: Double, at slot: Int64) async -> Labels {
        var result: [Label] = []
        for (name, template) in annotations { result.append(Label(name, await text(template, sample, value, slot))) }
        return Labels(result.filter { !$0.value.isEmpty })
    }

    private func text(_ template: Template?, _ sample: Labels, _ value: Double, _ slot: Int64) async -> String {
        guard let template else { return "" }
        let data = TemplateData(
            labels: sample,
            externalLabels: test.settings.externalLabels,
            externalURL: test.externalURL,
            value: .float(value)
        )
        do throws(TemplateError) {
            return try await template.expanded(data.root, environment(slot))
        } catch {
            return "<error expanding template: \(error.text(of: template.name))>"
        }
    }

    private func environment(_ slot: Int64) -> TemplateEnvironment {
        let (engine, history, parser) = (test.engine, test.merged, test.settings.parser)
        return TemplateEnvironment.answering(at: slot, externalURL: test.externalURL, parser) {
            expression,
            _,
            time throws(PromQLError) in
            try await engine.instant(expression, at: time, on: history).value
        }
    }
}
