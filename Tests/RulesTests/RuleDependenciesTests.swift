import PrometheusConfiguration
import PrometheusModel
import PromQL
import Testing

@testable import Rules

@Suite struct RuleDependenciesTests {
    private static func batches(_ rules: [String]) throws -> [[Int]] {
        let yaml = "groups:\n- name: g\n  rules:\n" + rules.map { "  - {\($0)}\n" }.joined()
        let settings = RuleSettings(ServerConfiguration())
        return RuleDependencies(try RuleFiles.decode(yaml, file: "r.yml", settings: settings)[0].rules).batches
    }

    @Test func `rules that read nothing of each other go together`() throws {
        #expect(
            try Self.batches(["record: a, expr: x", "record: b, expr: y", "alert: C, expr: z > 0"]) == [[0, 1, 2]]
        )
    }

    @Test func `chains go in order, and what nobody needs comes last`() throws {
        let rules = ["record: a, expr: x", "record: b, expr: a + a", "record: c, expr: b", "record: d, expr: y"]
        #expect(try Self.batches(rules) == [[0, 3], [1], [2]])
    }

    @Test func `alerts are read by their name or all together`() throws {
        let alerts = ["alert: A, expr: x > 0", "alert: B, expr: x > 1"]
        let byName = "record: c, expr: 'count(ALERTS{alertname=\"A\"})'"
        #expect(try Self.batches(alerts + [byName]) == [[0, 1], [2]])
        #expect(try Self.batches(["alert: B, expr: x > 1", byName]) == [[0, 1]])
    }

    @Test func `a selector without a name makes the group sequential`() throws {
        #expect(try Self.batches(["record: a, expr: x", "record: b, expr: '{job=\"j\"}'"]) == [[0], [1]])
    }

    @Test func `side by side all rules are evaluated, dependent ones after what they need`() async throws {
        let bench = RuleBench()
        var context = try bench.context()
        context.slots = EvaluationSlots(2)
        let group = try bench.group(
            """
            groups:
            - name: g
              rules:
              - {record: a, expr: x}
              - {record: b, expr: y}
              - {record: c, expr: z}
              - {record: d, expr: a}
            """,
            context
        )
        for query in ["x", "y", "z", "a"] { bench.set(query, [([:], 1)]) }
        await group.evaluate(at: 60_000)
        #expect(bench.samples.count == 4)
        #expect(bench.questions.last?.query == "a")
        #expect(bench.questions.last?.sampleCount == 3)
        #expect(group.status.rules.allSatisfy { $0.health == .ok })
    }
}
