internal import Logging
package import PromQL
internal import PrometheusModel
package import Storage
internal import Templating

/// Runs rules over stored history: each expression once over the whole time, then the states of its alerts.
package struct Backtest: Sendable {
    /// The most evaluations of one rule.
    package static let maximumSteps = 2_000_000

    let engine: QueryEngine
    let base: any Queryable
    let settings: RuleSettings
    let externalURL: String
    let window: ClosedRange<Int64>
    /// What the rules record on the way.
    let recorded = MemoryDatabase()
    let merged: OverlaidHistory

    /// Prepares a test; `window` is the first and the last evaluation, in milliseconds since the Unix epoch.
    package init(
        over window: ClosedRange<Int64>,
        of history: any Queryable,
        _ engine: QueryEngine,
        _ settings: RuleSettings,
        externalURL: String
    ) {
        self.engine = engine
        self.settings = settings
        self.externalURL = externalURL
        self.window = window
        base = history
        merged = OverlaidHistory(base: history, top: recorded)
    }

    /// Runs `groups` in their order; what a rule records is there for those after it.
    package func run(_ groups: [RuleGroupDefinition]) async -> BacktestReport {
        var report = BacktestReport(startMilliseconds: window.lowerBound, endMilliseconds: window.upperBound)
        let usesAlerts = groups.flatMap(\.rules).contains { $0.expression.description.contains("ALERTS") }
        for group in groups {
            for rule in group.rules {
                if Task.isCancelled { return report }
                switch rule.kind {
                case .recording:
                    if let problem = await record(rule, group) { report.problems.append(problem) }
                case .alerting:
                    report.rules.append(await history(of: rule, group, recordsAlerts: usesAlerts))
                }
            }
        }
        return report
    }

    // MARK: Evaluation

    /// The series of an expression at every slot, in pieces that the engine's limit of samples allows.
    ///
    /// - Returns: series with the times of the slots; or why there are none.
    func evaluate(_ rule: RuleDefinition, _ group: RuleGroupDefinition) async throws(PromQLError) -> [QuerySeries] {
        let interval = group.intervalMilliseconds
        let offset = group.queryOffsetMilliseconds ?? settings.queryOffsetMilliseconds
        let steps = (window.upperBound - window.lowerBound) / interval + 1
        guard steps <= Self.maximumSteps else {
            throw .badData("\(steps) evaluations are more than the limit of \(Self.maximumSteps)")
        }
        var result: [Labels: QuerySeries] = [:]
        var (next, piece): (Int64, Int64) = (0, steps)
        while next < steps {
            let count = min(piece, steps - next)
            let start = window.lowerBound + next * interval
            do throws(PromQLError) {
                let value = try await engine.range(
                    rule.expression,
                    start: start - offset,
                    end: start + (count - 1) * interval - offset,
                    step: interval,
                    on: merged
                ).value
                guard case .matrix(let series) = value else { break }
                for item in series { Self.add(item, offset, to: &result) }
                next += count
            } catch {
                // Fewer steps need fewer samples at a time.
                guard case .tooManySamples = error, piece > 100 else { throw error }
                piece = piece / 4
            }
        }
        return result.values.sorted { $0.labels < $1.labels }
    }

    private static func add(_ item: QuerySeries, _ offset: Int64, to result: inout [Labels: QuerySeries]) {
        var known = result.removeValue(forKey: item.labels) ?? QuerySeries(labels: item.labels)
        known.timestamps += offset == 0 ? item.timestamps : item.timestamps.map { $0 + offset }
        known.values += item.values
        // A histogram counts as there; it has no value that could be shown.
        if !item.histogramTimestamps.isEmpty {
            let rows = Array(zip(known.timestamps, known.values)) + item.histogramTimestamps.map { ($0 + offset, 0) }
            let sorted = rows.sorted { $0.0 < $1.0 }
            (known.timestamps, known.values) = (sorted.map(\.0), sorted.map(\.1))
        }
        result[item.labels] = known
    }

    /// Records what a rule gives; the reason if it fails.
    private func record(_ rule: RuleDefinition, _ group: RuleGroupDefinition) async -> String? {
        let series: [QuerySeries]
        do throws(PromQLError) {
            series = try await evaluate(rule, group)
        } catch {
            return "group \(group.name.quoted), rule \(rule.name.quoted): \(error)"
        }
        var seen: Set<Labels> = []
        for item in series {
            var builder = LabelsBuilder(item.labels)
            builder.set(Label.metricName, rule.name)
            for label in rule.labels { builder.set(label.name, label.value) }
            let labels = builder.labels()
            guard seen.insert(labels).inserted else {
                return "group \(group.name.quoted), rule \(rule.name.quoted): "
                    + "vector contains metrics with the same labelset after applying rule labels"
            }
            recorded.append(labels, columns(item.timestamps, item.values, group))
        }
        return nil
    }

    /// Samples with stale markers where they pause.
    func columns(_ times: [Int64], _ values: [Double], _ group: RuleGroupDefinition) -> SampleColumns {
        let interval = group.intervalMilliseconds
        let offset = group.queryOffsetMilliseconds ?? settings.queryOffsetMilliseconds
        var columns = SampleColumns()
        for (i, time) in times.enumerated() {
            columns.append(time - offset, values[i])
            let next = i + 1 < times.count ? times[i + 1] : window.upperBound + 1
            if next > time + interval { columns.append(time + interval - offset, StaleMarker.value) }
        }
        return columns
    }
}
