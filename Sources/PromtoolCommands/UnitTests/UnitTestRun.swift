internal import Logging
internal import PromQL
internal import PrometheusClient
internal import PrometheusConfiguration
internal import PrometheusModel
internal import Rules

/// Runs one group of tests: loads its series, evaluates the rules and compares.
struct UnitTestRun {
    let group: UnitTestGroup
    let file: UnitTestFile
    let rules: [RuleGroupDefinition]
    let settings: RuleSettings
    let engine: QueryEngine
    let showsDifferences: Bool
    private let database = MemoryDatabase()
    /// What was loaded and recorded so far.
    var loaded: MemoryDatabase { database }
    /// Whether all rules were evaluated and all tests compared.
    private(set) var isComplete = false
    private var pending: [(labels: Labels, samples: SampleColumns, next: Int)] = []

    init(
        _ group: UnitTestGroup,
        _ file: UnitTestFile,
        rules: [RuleGroupDefinition],
        _ settings: RuleSettings,
        _ engine: QueryEngine,
        showsDifferences: Bool
    ) {
        self.group = group
        self.file = file
        self.rules = rules
        self.settings = settings
        self.engine = engine
        self.showsDifferences = showsDifferences
    }

    /// The failures, in order.
    mutating func failures() async -> [String] {
        do throws(SeriesNotation.Failure) {
            try readSeries()
        } catch {
            return [error.description]
        }
        for test in group.alertTests where test.alert.isEmpty {
            let place = group.name.isEmpty ? "" : " (in TestGroup \(group.name))"
            let time = DurationText.string(milliseconds: test.timeMilliseconds)
            return [
                "an item under alert_rule_test misses required attribute alertname at eval_time \(time)\(place)"
            ]
        }
        let groups: [RuleGroup]
        do throws(RegistrationError) {
            groups = try makeGroups()
        } catch {
            return ["\(error)"]
        }
        var failures: [String] = []
        let step = file.evaluationIntervalMilliseconds
        var elapsed: Int64 = 0
        while elapsed <= group.endMilliseconds {
            let time = group.startMilliseconds + elapsed
            load(until: time)
            let failed = await evaluate(groups, at: time)
            if !failed.isEmpty { return failures + failed }
            failures += alertFailures(groups, elapsed..<(elapsed + step))
            elapsed += step
        }
        load(until: group.startMilliseconds + group.endMilliseconds)
        for test in group.expressionTests {
            if let failure = await failure(of: test) { failures.append(failure) }
        }
        isComplete = true
        return failures
    }

    // MARK: Series

    private mutating func readSeries() throws(SeriesNotation.Failure) {
        var seen: [Labels: Int] = [:]
        for (i, item) in group.series.enumerated() {
            let notation = try SeriesNotation(item.series, item.values, line: i + 2)
            var samples = SampleColumns()
            for (index, value) in notation.values.enumerated() {
                let time = group.startMilliseconds + Int64(index) * group.intervalMilliseconds
                switch value {
                case .number(let number): samples.append(time, number)
                case .histogram(let histogram): samples.append(time, histogram)
                case nil: break
                }
            }
            // The last series with the same labels counts.
            if let known = seen[notation.labels] {
                pending[known].samples = samples
            } else {
                seen[notation.labels] = pending.count
                pending.append((notation.labels, samples, 0))
            }
        }
    }

    /// Makes the samples up to `time` visible; rules cannot see into the future.
    private mutating func load(until time: Int64) {
        for i in pending.indices {
            let samples = pending[i].samples
            var due = SampleColumns()
            var next = pending[i].next
            while next < samples.count, samples.timestamps[next] <= time {
                if let at = samples.histogramRows.firstIndex(of: Int32(next)) {
                    due.append(samples.timestamps[next], samples.histograms[at])
                } else {
                    due.append(samples.timestamps[next], samples.values[next])
                }
                next += 1
            }
            guard next > pending[i].next else { continue }
            pending[i].next = next
            database.append(pending[i].labels, due)
        }
    }

    // MARK: Rules

    private func makeGroups() throws(RegistrationError) -> [RuleGroup] {
        let (engine, database) = (engine, database)
        var context = RuleContext(
            query: { query throws(PromQLError) in
                try await engine.instant(query.expression, at: query.time, on: database).value
            },
            queryable: database,
            store: database,
            send: { _ in },
            externalURL: group.externalURL,
            metrics: try RuleMetrics(Registry()),
            logger: Logger(label: "promtool") { _ in SwiftLogNoOpLogHandler() }
        )
        context.parser = settings.parser
        var order: [String: Int] = [:]
        for (i, name) in file.groupOrder.enumerated() { order[name] = i }
        let sorted = rules.enumerated().sorted {
            (order[$0.element.name] ?? 0, $0.offset) < (order[$1.element.name] ?? 0, $1.offset)
        }
        return sorted.map { RuleGroup($0.element, settings, context, needsRestoration: false) }
    }

    private func evaluate(_ groups: [RuleGroup], at time: Int64) async -> [String] {
        var failures: [String] = []
        for group in groups {
            await group.evaluate(at: time)
            for (name, error) in group.failures {
                failures.append("    rule: \(name), time: \(GoDurationText.string(milliseconds: time)), err: \(error)")
            }
        }
        return failures
    }

    // MARK: Alerts

    private func alertFailures(_ groups: [RuleGroup], _ window: Range<Int64>) -> [String] {
        let due = group.alertTests.filter { window.contains($0.timeMilliseconds) }
        guard !due.isEmpty else { return [] }
        var found: [String: [LabelsAndAnnotations]] = [:]
        for rule in groups.flatMap(\.status.rules) {
            guard case .alerting(let alerting) = rule.kind else { continue }
            for alert in alerting.alerts where alert.state == .firing {
                let item = LabelsAndAnnotations(labels: alert.labels.array, annotations: alert.annotations.array)
                found[rule.name, default: []].append(item)
            }
        }
        let ordered = due.enumerated().sorted {
            ($0.element.timeMilliseconds, $0.offset) < ($1.element.timeMilliseconds, $1.offset)
        }
        return ordered.compactMap { failure(of: $0.element, (found[$0.element.alert] ?? []).sorted()) }
    }

    private func failure(of test: UnitTestGroup.AlertTest, _ found: [LabelsAndAnnotations]) -> String? {
        let expected = test.expected.sorted()
        guard expected != found else { return nil }
        let name = group.name.isEmpty ? "" : "    name: \(group.name),\n"
        let time = DurationText.string(milliseconds: test.timeMilliseconds)
        let head = "\(name)    alertname: \(test.alert), time: \(time), \n"
        if showsDifferences {
            return AlertDifference.text(expected, found).map { "\(head)        diff: \($0)" }
        }
        return "\(head)        exp:\(LabelsAndAnnotations.text(expected)), \n"
            + "        got:\(LabelsAndAnnotations.text(found))"
    }
}
