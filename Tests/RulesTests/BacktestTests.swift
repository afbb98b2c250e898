import PrometheusConfiguration
import PrometheusModel
import PromQL
import TestSupport
import Testing

@testable import Rules

@Suite struct BacktestTests {
    private static let minute: Int64 = 60_000

    /// Runs rules over `up{instance="a"}`, which is 0 from minute 10 to 19, at 25, and from 40 to 59.
    private static func run(_ yaml: String, minutes: Int64 = 100) async throws -> BacktestReport {
        let history = MemoryDatabase()
        var samples = SampleColumns()
        for i in 0..<(minutes * 4) {
            let at = i / 4
            let isDown = (10..<20).contains(at) || at == 25 || (40..<60).contains(at)
            samples.append(i * 15_000, isDown ? 0 : 1)
        }
        history.append(["__name__": "up", "instance": "a"], samples)
        var settings = RuleSettings(ServerConfiguration())
        settings.intervalMilliseconds = minute
        let groups = try RuleFiles.decode(yaml, file: "r.yml", settings: settings)
        let engine = QueryEngine(options: QueryEngineOptions())
        let test = Backtest(over: 0...((minutes - 1) * minute), of: history, engine, settings, externalURL: "")
        return await test.run(groups)
    }

    private static func times(_ history: BacktestReport.RuleHistory) -> [[Int64?]] {
        history.alerts.flatMap(\.episodes).map {
            [$0.activeAt / minute, $0.firedAt.map { $0 / minute }, $0.endedAt.map { $0 / minute }]
        }
    }

    @Test func `alerts are pending, fire after their hold time and end`() async throws {
        let report = try await Self.run(
            """
            groups:
            - name: g
              rules:
              - alert: Down
                expr: up == 0
                for: 2m
                labels: {severity: page}
                annotations: {summary: "{{ $labels.instance }} is {{ $value }}"}
            """
        )
        let rule = report.rules[0]
        #expect(Self.times(rule) == [[10, 12, 20], [25, nil, 26], [40, 42, 60]])
        #expect(rule.alerts[0].labels == ["alertname": "Down", "instance": "a", "severity": "page"])
        #expect(rule.alerts[0].episodes[0].annotations == ["summary": "a is 0"])
        #expect(rule.firingCount == 2)
    }

    @Test func `a firing alert is kept for a while, over short pauses`() async throws {
        let report = try await Self.run(
            """
            groups:
            - name: g
              rules:
              - {alert: Down, expr: up == 0, keep_firing_for: 6m}
            """
        )
        #expect(Self.times(report.rules[0]) == [[10, 10, 32], [40, 40, 66]])
    }

    @Test func `an alert that is active at the end has none`() async throws {
        let report = try await Self.run(
            "groups: [{name: g, rules: [{alert: Down, expr: up == 0}]}]",
            minutes: 45
        )
        #expect(Self.times(report.rules[0]) == [[10, 10, 20], [25, 25, 26], [40, 40, nil]])
    }

    @Test func `rules see what rules before them record, and their alerts`() async throws {
        let report = try await Self.run(
            """
            groups:
            - name: g
              rules:
              - {record: down, expr: 1 - up}
              - {alert: Recorded, expr: down > 0, for: 2m}
              - {alert: Meta, expr: 'ALERTS{alertname="Recorded",alertstate="firing"}'}
            """
        )
        #expect(Self.times(report.rules[0]) == [[10, 12, 20], [25, nil, 26], [40, 42, 60]])
        #expect(Self.times(report.rules[1]) == [[12, 12, 20], [42, 42, 60]])
    }

    @Test func `labels that depend on the value make alerts of their own`() async throws {
        let report = try await Self.run(
            "groups: [{name: g, rules: [{alert: A, expr: up, labels: {v: '{{ $value }}'}}]}]",
            minutes: 15
        )
        #expect(
            report.rules[0].alerts.map(\.labels) == [
                ["alertname": "A", "instance": "a", "v": "0"], ["alertname": "A", "instance": "a", "v": "1"],
            ]
        )
        #expect(Self.times(report.rules[0]) == [[10, 10, nil], [0, 0, 10]])
    }

    @Test func `what fails is told, what exceeds the limit too`() async throws {
        let report = try await Self.run(
            """
            groups:
            - name: g
              limit: 1
              rules:
              - {alert: Bad, expr: 'up * on(nope) group_left vector(1) + on() group_left(x) (up or up offset 1m)'}
              - {alert: Many, expr: 'label_replace(up, "x", "1", "", "") or label_replace(up, "x", "2", "", "")'}
            """
        )
        #expect(report.rules[1].problems == ["exceeded limit of 1 with 2 alerts"])
    }

    @Test func `backtest and evaluation tick by tick agree`() async throws {
        let yaml = """
            groups:
            - name: g
              rules:
              - {alert: Down, expr: 'avg_over_time(up[5m]) < 0.7', for: 3m, keep_firing_for: 4m}
            """
        let report = try await Self.run(yaml)
        // The same by a group that is evaluated at every slot.
        let history = MemoryDatabase()
        var samples = SampleColumns()
        for i in 0..<Int64(400) {
            let at = i / 4
            let isDown = (10..<20).contains(at) || at == 25 || (40..<60).contains(at)
            samples.append(i * 15_000, isDown ? 0 : 1)
        }
        history.append(["__name__": "up", "instance": "a"], samples)
        let engine = QueryEngine(options: QueryEngineOptions())
        let bench = RuleBench()
        var context = try bench.context()
        context = RuleContext(
            query: { query throws(PromQLError) in
                try await engine.instant(query.expression, at: query.time, on: history).value
            },
            queryable: bench,
            store: bench,
            send: { _ in },
            externalURL: "",
            metrics: context.metrics,
            logger: context.logger
        )
        let group = try bench.group(yaml, context)
        var states: [Int64: AlertState] = [:]
        for slot in 0..<Int64(100) {
            await group.evaluate(at: slot * Self.minute)
            guard case .alerting(let alerting) = group.status.rules[0].kind else { continue }
            states[slot] = alerting.alerts.first?.state ?? .inactive
        }
        for slot in 0..<Int64(100) {
            let time = slot * Self.minute
            let episode = report.rules[0].alerts.flatMap(\.episodes).first {
                $0.activeAt <= time && time < $0.endedAt ?? .max
            }
            let expected: AlertState = episode.map { time >= $0.firedAt ?? .max ? .firing : .pending } ?? .inactive
            #expect(states[slot] == expected, "minute \(slot)")
        }
    }
}
