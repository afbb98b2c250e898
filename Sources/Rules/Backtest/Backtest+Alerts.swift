internal import PromQL
internal import PrometheusModel
internal import Templating

extension Backtest {
    /// The slots at which an alert's expression gave it, ascending, with the labels and values it gave.
    private struct Presence {
        var slots: [Int64] = []
        var values: [Double] = []
        /// The series that gave it, the same one mostly.
        var sources: [Labels] = []
    }

    /// What an alerting rule would have done.
    func history(
        of rule: RuleDefinition,
        _ group: RuleGroupDefinition,
        recordsAlerts: Bool
    ) async -> BacktestReport.RuleHistory {
        var history = BacktestReport.RuleHistory(
            group: group.name,
            file: group.file,
            name: rule.name,
            query: rule.expression.description,
            intervalMilliseconds: group.intervalMilliseconds
        )
        let series: [QuerySeries]
        do throws(PromQLError) {
            series = try await evaluate(rule, group)
        } catch {
            history.problems.append(error.description)
            return history
        }
        let templates = BacktestTemplates(rule, self)
        var clashes: Set<Int64> = []
        var present: [Labels: Presence] = [:]
        for item in series { await collect(item, templates, &present, &clashes) }
        if !clashes.isEmpty {
            history.problems.append(
                "vector contains metrics with the same labelset after applying alert labels "
                    + "(\(clashes.count) evaluations)"
            )
        }
        for (labels, presence) in present.sorted(by: { $0.key < $1.key }) {
            let episodes = episodes(presence, rule, group)
            var rendered: [BacktestReport.Episode] = []
            for var episode in episodes {
                let at = Self.row(presence.slots, episode.firedAt ?? episode.activeAt)
                episode.value = presence.values[at]
                episode.annotations = await templates.annotations(
                    presence.sources[at],
                    presence.values[at],
                    at: presence.slots[at]
                )
                rendered.append(episode)
            }
            history.alerts.append(BacktestReport.AlertHistory(labels: labels, episodes: rendered))
            if recordsAlerts { record(labels, rendered, group) }
        }
        checkLimit(group, &history)
        return history
    }

    private func collect(
        _ item: QuerySeries,
        _ templates: BacktestTemplates,
        _ present: inout [Labels: Presence],
        _ clashes: inout Set<Int64>
    ) async {
        var constant: Labels?
        if !templates.dependsOnValue, let first = item.timestamps.first {
            constant = await templates.labels(item.labels, item.values[0], at: first)
        }
        for (slot, value) in zip(item.timestamps, item.values) {
            let labels: Labels
            if let constant { labels = constant } else { labels = await templates.labels(item.labels, value, at: slot) }
            var known = present.removeValue(forKey: labels) ?? Presence()
            defer { present[labels] = known }
            // Series follow each other, so what two of them give is merged by time.
            if let last = known.slots.last, last >= slot {
                let at = Self.row(known.slots, slot)
                if at < known.slots.count, known.slots[at] == slot {
                    clashes.insert(slot)
                    continue
                }
                known.slots.insert(slot, at: at)
                known.values.insert(value, at: at)
                known.sources.insert(item.labels, at: at)
            } else {
                known.slots.append(slot)
                known.values.append(value)
                known.sources.append(item.labels)
            }
        }
    }

    /// The position of the first slot that is not before `slot`.
    private static func row(_ slots: [Int64], _ slot: Int64) -> Int {
        var (low, high) = (0, slots.count)
        while low < high {
            let middle = (low + high) / 2
            if slots[middle] < slot { low = middle + 1 } else { high = middle }
        }
        return min(low, slots.count)
    }

    /// Walks the life of an alert: it is pending, fires after its hold time, and ends.
    private func episodes(
        _ presence: Presence,
        _ rule: RuleDefinition,
        _ group: RuleGroupDefinition
    ) -> [BacktestReport.Episode] {
        let interval = group.intervalMilliseconds
        var episodes: [BacktestReport.Episode] = []
        var current: BacktestReport.Episode?
        for (i, slot) in presence.slots.enumerated() {
            var episode =
                current ?? BacktestReport.Episode(activeAt: slot, value: presence.values[i], annotations: Labels())
            if episode.firedAt == nil, slot - episode.activeAt >= rule.holdMilliseconds { episode.firedAt = slot }
            let next = i + 1 < presence.slots.count ? presence.slots[i + 1] : nil
            current = episode
            guard next != slot + interval, slot + interval <= window.upperBound else { continue }
            // Absent from the next slot on; a firing alert may be kept for a while.
            var end = slot + interval
            if episode.firedAt != nil, rule.keepFiringForMilliseconds > 0 {
                let kept = (rule.keepFiringForMilliseconds + interval - 1) / interval * interval
                end += kept
                if let next, next < end { continue }
                if end > window.upperBound { continue }
            }
            episode.endedAt = end
            episodes.append(episode)
            current = nil
        }
        return current.map { episodes + [$0] } ?? episodes
    }

    /// Makes the series `ALERTS` and `ALERTS_FOR_STATE` for rules that ask for them.
    private func record(_ labels: Labels, _ episodes: [BacktestReport.Episode], _ group: RuleGroupDefinition) {
        let interval = group.intervalMilliseconds
        var (pending, firing, since): ([Int64], [Int64], [(Int64, Double)]) = ([], [], [])
        for episode in episodes {
            var slot = episode.activeAt
            while slot < episode.endedAt ?? window.upperBound + 1 {
                if slot >= episode.firedAt ?? .max { firing.append(slot) } else { pending.append(slot) }
                since.append((slot, (Double(episode.activeAt) / 1000).rounded(.down)))
                slot += interval
            }
        }
        for (state, slots) in [("pending", pending), ("firing", firing)] where !slots.isEmpty {
            var builder = LabelsBuilder(labels)
            builder.set(Label.metricName, "ALERTS")
            builder.set("alertstate", state)
            recorded.append(builder.labels(), columns(slots, slots.map { _ in 1 }, group))
        }
        var builder = LabelsBuilder(labels)
        builder.set(Label.metricName, "ALERTS_FOR_STATE")
        recorded.append(builder.labels(), columns(since.map(\.0), since.map(\.1), group))
    }

    /// Tells when more alerts were active than the group allows; a server would have dropped them all.
    private func checkLimit(_ group: RuleGroupDefinition, _ history: inout BacktestReport.RuleHistory) {
        guard group.limit > 0 else { return }
        var changes: [Int64: Int] = [:]
        for episode in history.alerts.flatMap(\.episodes) {
            changes[episode.activeAt, default: 0] += 1
            if let end = episode.endedAt { changes[end, default: 0] -= 1 }
        }
        var (count, most) = (0, 0)
        for (_, change) in changes.sorted(by: { $0.key < $1.key }) {
            count += change
            most = max(most, count)
        }
        if most > group.limit {
            history.problems.append("exceeded limit of \(group.limit) with \(most) alerts")
        }
    }
}
