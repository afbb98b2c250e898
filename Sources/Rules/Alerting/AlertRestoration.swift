internal import LabelMatching
internal import PrometheusModel
internal import Storage

/// Takes the `for` clocks of alerts over from before a restart, from the series `ALERTS_FOR_STATE`.
struct AlertRestoration {
    let definition: RuleDefinition
    let limits: RuleLimits
    let queryable: any Queryable

    /// Sets back `activeAt` of the alerts that were active before.
    func restore(_ alerts: inout [Labels: Alert], at now: Int64) throws(StorageError) {
        let window = (now - limits.outageToleranceMilliseconds)...now
        let hints = SelectHints(startMilliseconds: window.lowerBound, endMilliseconds: window.upperBound)
        let selection = try queryable.querier(window).select(matchers, hints: hints)
        for index in 0..<selection.count {
            var builder = LabelsBuilder(selection.labels(at: index))
            builder.remove(Label.metricName)
            let key = builder.labels()
            guard var alert = alerts[key], alert.state != .inactive else { continue }
            var samples = SampleColumns()
            try selection.read(index, window, into: &samples)
            // The value is in whole seconds; what is not a time within reason was not written by a rule.
            guard let last = samples.timestamps.last, let value = samples.values.last, !value.isStaleMarker,
                (-1e12...1e12).contains(value)
            else { continue }
            alert.activeAt = activeAt(lastSeen: last / 1000 * 1000, since: Int64(value) * 1000, now: now)
            alerts[key] = alert
        }
    }

    private func activeAt(lastSeen: Int64, since: Int64, now: Int64) -> Int64 {
        let remaining = definition.holdMilliseconds - (lastSeen - since)
        if remaining <= 0 { return since }
        if remaining < limits.gracePeriodMilliseconds {
            return now + limits.gracePeriodMilliseconds - definition.holdMilliseconds
        }
        return since + (now - lastSeen)
    }

    private var matchers: [LabelMatcher] {
        [.equal(Label.metricName, "ALERTS_FOR_STATE"), .equal("alertname", definition.name)]
            + definition.labels.filter { !$0.value.contains("{{") && !$0.value.isEmpty && $0.name != "alertname" }
            .map { .equal($0.name, $0.value) }
    }
}
