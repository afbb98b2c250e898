import PromQL
import PrometheusModel
import Storage
import Testing

@testable import Rules

/// How the results of rules get into the store.
@Suite struct RuleStoringTests {
    @Test func `rules that do not read each other are stored at once`() async throws {
        let bench = RuleBench()
        let rules = ["a, expr: x", "b, expr: y", "c, expr: a", "d, expr: z"].map { "{record: \($0)}" }
        let group = try bench.group("groups: [{name: g, rules: [\(rules.joined(separator: ", "))]}]")
        for query in ["x", "y", "a", "z"] { bench.set(query, [([:], 1)]) }
        await group.evaluate(at: 60_000)
        #expect(bench.questions.map(\.sampleCount) == [0, 0, 2, 2])
        #expect(bench.samples.count == 4)
    }

    @Test(
        arguments: [
            "record: b, expr: '{job=\"a\"}'",
            "alert: B, expr: x, annotations: {t: '{{ query \"a\" }}'}",
        ]
    )
    func `what may read anything sees what was recorded before it`(rule: String) async throws {
        let bench = RuleBench()
        let group = try bench.group("groups: [{name: g, rules: [{record: a, expr: y}, {\(rule)}]}]")
        bench.set("y", [([:], 1)])
        await group.evaluate(at: 60_000)
        #expect(bench.questions.map(\.sampleCount) == [0, 1])
    }

    @Test func `the same series again are stored, others end and begin`() async throws {
        let bench = RuleBench()
        let group = try bench.group("groups: [{name: g, rules: [{record: r, expr: x}]}]")
        for (time, names) in [["1", "2"], ["1", "2"], ["2", "3"], ["2", "3"]].enumerated() {
            bench.set("x", names.map { (["i": $0], Double(time)) })
            await group.evaluate(at: Int64(time) * 60_000)
        }
        #expect(bench.values(["__name__": "r", "i": "1"]) == [0, 1, nil])
        #expect(bench.values(["__name__": "r", "i": "2"]) == [0, 1, 2, 3])
        #expect(bench.values(["__name__": "r", "i": "3"]) == [2, 3])
    }

    @Test func `a series that was refused is not known the next time`() async throws {
        let bench = RuleBench()
        let group = try bench.group("groups: [{name: g, rules: [{record: r, expr: x}, {record: s, expr: x}]}]")
        bench.set("x", [(["i": "1"], 1), (["i": "2"], 1)])
        await group.evaluate(at: 60_000)
        bench.refuse(["__name__": "s", "i": "1"], .outOfOrder)
        await group.evaluate(at: 120_000)
        #expect(group.status.rules.map(\.health) == [.ok, .failed])
        #expect(group.status.rules[1].lastError == "out of order sample")
        bench.refuse(["__name__": "s", "i": "1"], nil)
        bench.set("x", [])
        await group.evaluate(at: 180_000)
        // What was refused has nothing to end.
        #expect(bench.values(["__name__": "s", "i": "1"]) == [1])
        #expect(bench.values(["__name__": "s", "i": "2"]) == [1, 1, nil])
        #expect(bench.values(["__name__": "r", "i": "1"]) == [1, 1, nil])
    }

    private static let yaml = """
        groups:
        - name: g
          interval: 1m
          rules:
          - {record: a, expr: up}
          - {record: b, expr: a}
        """
    private static let a: Labels = ["__name__": "a", "job": "j"]

    @Test func `rules run in order at one time, each after the results of those before it are stored`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.yaml)
        bench.set("up", [(["job": "j"], 1), (["job": "k"], 1)])
        bench.set("a", value: .scalar(timestamp: 0, value: 7))
        await group.evaluate(at: 60_000)
        #expect(
            bench.questions == [
                .init(query: "up", time: 60_000, sampleCount: 0), .init(query: "a", time: 60_000, sampleCount: 2),
            ]
        )
        // A scalar is a sample without labels of its own.
        #expect(bench.values(["__name__": "b"]) == [7])
        #expect(bench.metric(#"prometheus_rule_group_last_evaluation_samples{rule_group="r.yml;g"}"#) == 3)
        #expect(bench.metric(#"prometheus_rule_evaluations_total{rule_group="r.yml;g"}"#) == 2)
        #expect(bench.metric(#"prometheus_rule_group_iterations_total{rule_group="r.yml;g"}"#) == 1)
    }

    @Test func `a query offset moves queries, samples and stale markers, not the clocks of alerts`() async throws {
        let bench = RuleBench()
        let group = try bench.group(
            Self.yaml.replacing("interval: 1m", with: "interval: 1m\n  query_offset: 20s")
                + "\n  - {alert: A, expr: up, for: 5m}"
        )
        bench.set("up", [(["job": "j"], 1)])
        bench.set("a", [])
        await group.evaluate(at: 60_000)
        bench.set("up", [])
        await group.evaluate(at: 120_000)
        #expect(Set(bench.questions.map(\.time)) == [40_000, 100_000])
        #expect(Set(bench.samples.map(\.time)) == [40_000, 100_000])
        #expect(bench.values(["__name__": "ALERTS_FOR_STATE", "alertname": "A", "job": "j"]) == [60, nil])
    }

    @Test func `an evaluation that is stopped leaves the rest of its rules`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.yaml)
        bench.set("up", [(["job": "j"], 1)])
        await group.evaluate(at: 60_000, isStopping: { !bench.questions.isEmpty })
        #expect(bench.questions.map(\.query) == ["up"])
        #expect(group.status.rules.map(\.health) == [.ok, .unknown])
    }

    @Test(arguments: [
        (AppendOutcome.Refusal.outOfOrder, "out of order sample"), (.outOfBounds, "out of bounds"),
        (.duplicateTimestamp, "duplicate sample for timestamp"),
    ])
    func `a sample that is refused makes the rule unhealthy and keeps the others`(
        refusal: AppendOutcome.Refusal,
        reason: String
    ) async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.yaml)
        bench.set("up", [(["job": "j"], 1), (["job": "k"], 2)])
        bench.set("a", [])
        bench.refuse(Self.a, refusal)
        await group.evaluate(at: 60_000)
        #expect(group.status.rules[0].health == .failed)
        #expect(group.status.rules[0].lastError == reason)
        #expect(bench.values(["__name__": "a", "job": "k"]) == [2])
        // The evaluation itself went well.
        #expect(bench.metric(#"prometheus_rule_evaluation_failures_total{rule_group="r.yml;g"}"#) == 0)
        bench.refuse(Self.a, nil)
        bench.set("up", [])
        await group.evaluate(at: 120_000)
        // What was not stored does not end.
        #expect(bench.values(Self.a).isEmpty)
        #expect(bench.values(["__name__": "a", "job": "k"]) == [2, nil])
    }

    @Test func `a commit or a query that fails writes no stale markers and forgets no series`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.yaml)
        bench.set("up", [(["job": "j"], 1)])
        bench.set("a", [])
        await group.evaluate(at: 60_000)
        bench.set("up", value: .string(timestamp: 0, value: "x"))
        await group.evaluate(at: 120_000)
        #expect(bench.values(Self.a) == [1])
        bench.set("up", [])
        bench.setBroken(true)
        await group.evaluate(at: 180_000)
        #expect(group.status.rules[0].lastError == "storage is closed")
        #expect(bench.metric(#"prometheus_rule_evaluation_failures_total{rule_group="r.yml;g"}"#) == 2)
        bench.setBroken(false)
        await group.evaluate(at: 240_000)
        #expect(bench.values(Self.a) == [1, nil])
    }
}
