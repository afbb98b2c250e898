internal import PromQL
internal import PrometheusClient
internal import Logging
internal import PrometheusModel
internal import Templating

/// The work of an alerting rule: turns an expression's result into alerts, and alerts into samples.
struct AlertingRule: Sendable {
    private let definition: RuleDefinition
    private let labels: [(name: String, template: Template?)]
    private let annotations: [(name: String, template: Template?)]
    private let externalLabels: Labels
    private let externalURL: String
    private let origin: QueryOrigin
    /// The link back to the expression.
    private let generatorURL: String

    init(_ definition: RuleDefinition, _ origin: QueryOrigin, externalLabels: Labels, externalURL: String) {
        self.definition = definition
        self.origin = origin
        self.externalLabels = externalLabels
        self.externalURL = externalURL
        let parse = { (label: Label) -> (name: String, template: Template?) in
            // The texts were parsed when the file was decoded, so there is a template.
            (label.name, try? Template(alert: definition.name, label.value))
        }
        labels = definition.labels.map(parse)
        annotations = definition.annotations.map(parse)
        generatorURL = externalURL + "/graph?g0.expr=\(definition.expression.description.queryEscaped)&g0.tab=1"
    }

    /// Brings `alerts` up to date with a result of the expression at `slot`.
    func update(
        _ alerts: inout [Labels: Alert],
        _ result: [RuleSample],
        at slot: Int64,
        limit: Int,
        _ context: RuleContext
    ) async throws(RuleEvaluationError) {
        var found: [Labels: Alert] = [:]
        let environment = context.templateEnvironment(at: slot, origin)
        for sample in result {
            let data = TemplateData(
                labels: sample.labels,
                externalLabels: externalLabels,
                externalURL: externalURL,
                value: sample.histogram.map { .histogram($0.description) } ?? .float(sample.value)
            )
            let alertLabels = await expandedLabels(data, environment, context)
            var texts: [Label] = []
            for (name, template) in annotations {
                texts.append(Label(name, await expanded(template, data, environment, context)))
            }
            // A histogram has no value that the API could show.
            let value = sample.histogram == nil ? sample.value : 0
            let alert = Alert(labels: alertLabels, annotations: Labels(texts), value: value, activeAt: slot)
            guard found.updateValue(alert, forKey: alertLabels) == nil else {
                throw RuleEvaluationError("vector contains metrics with the same labelset after applying alert labels")
            }
        }
        merge(found, into: &alerts, at: slot)
        let active = alerts.values.count { $0.state != .inactive }
        if limit > 0, active > limit {
            alerts = [:]
            throw RuleEvaluationError("exceeded limit of \(limit) with \(active) alerts")
        }
    }

    private func merge(_ found: [Labels: Alert], into alerts: inout [Labels: Alert], at slot: Int64) {
        for (key, new) in found {
            guard let index = alerts.index(forKey: key), alerts.values[index].state != .inactive else {
                alerts[key] = new
                continue
            }
            alerts.values[index].value = new.value
            alerts.values[index].annotations = new.annotations
            alerts.values[index].keepFiringSince = nil
        }
        var forgotten: [Labels] = []
        for index in alerts.values.indices {
            let isAbsent = found[alerts.keys[index]] == nil
            let keepFiringFor = definition.keepFiringForMilliseconds
            if isAbsent, !alerts.values[index].isKept(absentAt: slot, keepFiringFor: keepFiringFor) {
                forgotten.append(alerts.keys[index])
            } else if alerts.values[index].state != .inactive {
                alerts.values[index].advance(at: slot, hold: definition.holdMilliseconds)
            }
        }
        for key in forgotten { alerts[key] = nil }
    }

    private func expandedLabels(
        _ data: TemplateData,
        _ environment: TemplateEnvironment,
        _ context: RuleContext
    ) async -> Labels {
        var builder = LabelsBuilder(data.labels)
        builder.remove(Label.metricName)
        for (name, template) in labels { builder.set(name, await expanded(template, data, environment, context)) }
        builder.set("alertname", definition.name)
        return builder.labels()
    }

    private func expanded(
        _ template: Template?,
        _ data: TemplateData,
        _ environment: TemplateEnvironment,
        _ context: RuleContext
    ) async -> String {
        guard let template else { return "" }
        context.metrics.templateExpansions.increment()
        if let constant = template.constant { return constant }
        do throws(TemplateError) {
            return try await template.expanded(data.root, environment)
        } catch {
            context.metrics.templateExpansionFailures.increment()
            let reason = error.text(of: template.name)
            context.logger.warning("Expanding alert template failed", metadata: ["err": "\(reason)"])
            return "<error expanding template: \(reason)>"
        }
    }

    /// The samples of `ALERTS` and `ALERTS_FOR_STATE`, in an order that stays while the same alerts are active.
    func samples(_ alerts: inout [Labels: Alert]) -> [RuleSample] {
        var samples: [RuleSample] = []
        samples.reserveCapacity(2 * alerts.count)
        for index in alerts.values.indices where alerts.values[index].state != .inactive {
            let series = alerts.values[index].currentSeries()
            let seconds = (Double(alerts.values[index].activeAt) / 1000).rounded(.down)
            samples.append(RuleSample(series.alerts, 1))
            samples.append(RuleSample(series.since, seconds))
        }
        return samples
    }

    /// The alerts that have to be sent at `slot`; marks them as sent.
    func alertsToSend(
        _ alerts: inout [Labels: Alert],
        at slot: Int64,
        interval: Int64,
        resendDelay: Int64
    ) -> [RuleAlert] {
        var result: [RuleAlert] = []
        let due = alerts.lazy.filter { $0.value.needsSending(at: slot, resendDelay: resendDelay) }.map(\.key)
        for key in due.sorted() {
            guard var alert = alerts[key] else { continue }
            alert.lastSentAt = slot
            alert.validUntil = slot + 4 * max(interval, resendDelay)
            alerts[key] = alert
            result.append(
                RuleAlert(
                    labels: alert.labels,
                    annotations: alert.annotations,
                    startsAtMilliseconds: alert.firedAt,
                    endsAtMilliseconds: alert.resolvedAt ?? alert.validUntil,
                    generatorURL: generatorURL
                )
            )
        }
        return result
    }
}
