import FoundationEssentials
import PrometheusConfiguration
import PromQL
import PrometheusModel
import Testing

@testable import Rules

/// What a new configuration does to running groups.
@Suite struct RuleReloadTests {
    private let bench = RuleBench()
    private let directory = FileManager.default.temporaryDirectory
        .appending(path: "rules-\(UInt64.random(in: 0 ... .max))")

    private func settings(_ text: String, _ change: (inout RuleSettings) -> Void = { _ in }) throws -> RuleSettings {
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: directory.appending(path: "a.yml"))
        var settings = RuleSettings(ServerConfiguration())
        settings.filePatterns = [directory.path + "/*.yml"]
        change(&settings)
        return settings
    }

    private func remove() { try? FileManager.default.removeItem(at: directory) }

    private func apply(_ settings: RuleSettings, to coordinator: RuleCoordinator) async throws {
        await coordinator.apply(try coordinator.prepare(settings))
    }

    private static let two = """
        groups:
        - name: a
          rules: [{record: r, expr: up}]
        - name: b
          interval: 10s
          query_offset: 0s
          rules: [{record: r, expr: up}]
        """

    @Test func `an equal group goes on; a new default interval changes those that inherit it`() async throws {
        defer { remove() }
        let coordinator = RuleCoordinator(try bench.context())
        try await apply(try settings(Self.two), to: coordinator)
        let before = coordinator.runningGroups
        try await apply(try settings("# a comment\n" + Self.two), to: coordinator)
        #expect(coordinator.runningGroups.elementsEqual(before, by: ===))
        try await apply(try settings(Self.two) { $0.intervalMilliseconds = 30_000 }, to: coordinator)
        let after = coordinator.runningGroups
        #expect(after[0] !== before[0] && after[1] === before[1])
        #expect(coordinator.groups().map(\.intervalMilliseconds) == [30_000, 10_000])
    }

    @Test func `a new global query offset holds at once, without a restart, unless the group has its own`() async throws
    {
        defer { remove() }
        bench.set("up", [([:], 1)])
        let coordinator = RuleCoordinator(try bench.context())
        try await apply(try settings(Self.two), to: coordinator)
        let before = coordinator.runningGroups
        try await apply(try settings(Self.two) { $0.queryOffsetMilliseconds = 5_000 }, to: coordinator)
        #expect(coordinator.runningGroups.elementsEqual(before, by: ===))
        for group in coordinator.runningGroups { await group.evaluate(at: 60_000) }
        #expect(bench.questions.map(\.time) == [55_000, 60_000])
    }

    @Test func `groups that a later configuration adds write their alerts' series at once`() async throws {
        defer { remove() }
        let rules = "groups:\n- name: a\n  rules: [{alert: A, expr: up}]\n"
        bench.set("up", [([:], 1)])
        let coordinator = RuleCoordinator(try bench.context())
        try await apply(try settings(rules), to: coordinator)
        try await apply(
            try settings(rules + "- name: b\n  rules: [{alert: B, expr: up}]\n"),
            to: coordinator
        )
        for group in coordinator.runningGroups { await group.evaluate(at: 60_000) }
        #expect(bench.samples.map { $0.labels["alertname"] } == ["B", "B"])
    }

    @Test func `the metrics of a group are there from the start and go with it`() async throws {
        defer { remove() }
        let coordinator = RuleCoordinator(try bench.context())
        try await apply(try settings(Self.two), to: coordinator)
        let group = "rule_group=\"\(directory.path)/a.yml;b\""
        #expect(bench.metric("prometheus_rule_group_interval_seconds{\(group)}") == 10)
        #expect(bench.metric("prometheus_rule_group_rules{\(group)}") == 1)
        #expect(bench.metric("prometheus_rule_group_iterations_missed_total{\(group)}") == 0)
        try await apply(try settings("groups:\n- name: a\n"), to: coordinator)
        #expect(bench.metric("prometheus_rule_group_interval_seconds{\(group)}") == nil)
        #expect(bench.metric("prometheus_rule_evaluations_total{\(group)}") == nil)
    }

    @Test func `a changed group takes over by name and labels; what no rule has any more ends`() async throws {
        let context = try bench.context()
        let old = try bench.group(
            """
            groups:
            - name: g
              rules:
              - {record: r, expr: one}
              - {record: r, expr: two}
              - {record: gone, expr: three}
              - {record: r, expr: four, labels: {x: y}}
            """,
            context
        )
        for (query, job) in [("one", "1"), ("two", "2"), ("three", "3"), ("four", "4")] {
            bench.set(query, [(["job": job], 1)])
        }
        await old.evaluate(at: 60_000)
        let new = try bench.group(
            "groups:\n- name: g\n  rules:\n  - {record: r, expr: one}\n  - {record: r, expr: five}\n",
            context
        )
        new.takeOver(from: old)
        #expect(new.status.lastEvaluationNanoseconds != nil)
        bench.set("five", [])
        await new.evaluate(at: 120_000)
        #expect(bench.values(["__name__": "r", "job": "1"]) == [1, 1])
        #expect(bench.values(["__name__": "r", "job": "2"]) == [1, nil])
        #expect(bench.values(["__name__": "gone", "job": "3"]) == [1, nil])
        #expect(bench.values(["__name__": "r", "job": "4", "x": "y"]) == [1, nil])
        await new.evaluate(at: 180_000)
        #expect(bench.values(["__name__": "gone", "job": "3"]) == [1, nil])
    }
}
