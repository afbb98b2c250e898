import PrometheusModel
import Testing

@testable import Rules

/// How the clocks of `for` go on after a restart.
@Suite struct AlertRestorationTests {
    private static let labels: Labels = ["__name__": "ALERTS_FOR_STATE", "alertname": "Down", "job": "j", "team": "t"]
    private static let yaml = """
        groups:
        - name: g
          interval: 1m
          rules:
          - alert: Down
            expr: up == 0
            for: 20m
            labels: {team: t, place: "{{ $labels.place }}"}
        """

    /// When the alert is active since, after two evaluations of which the second is at minute 100.
    private func activeAt(_ bench: RuleBench, _ yaml: String = yaml, tolerance: Int64 = 3_600_000) async throws -> Int64
    {
        var context = try bench.context()
        context.limits.outageToleranceMilliseconds = tolerance
        let group = try bench.group(yaml, needsRestoration: true, context)
        bench.set("up == 0", [(["job": "j"], 0)])
        let before = bench.samples.count
        await group.evaluate(at: 99 * 60_000)
        await group.evaluate(at: 100 * 60_000)
        #expect(bench.samples.count == before)
        guard case .alerting(let rule) = group.status.rules[0].kind else { return 0 }
        await group.evaluate(at: 101 * 60_000)
        #expect(bench.samples.count == before + 2)
        return rule.alerts[0].activeAtMilliseconds
    }

    @Test func `hold times that were over before fire at once`() async throws {
        let bench = RuleBench()
        bench.add(Self.labels, 90 * 60_000, 60 * 60)
        #expect(try await activeAt(bench) == 60 * 60_000)
    }

    @Test func `less than the grace period left becomes the grace period`() async throws {
        let bench = RuleBench()
        // Active since minute 75, last seen at minute 90: 5 of 20 minutes were left.
        bench.add(Self.labels, 90 * 60_000, 75 * 60)
        #expect(try await activeAt(bench) == (100 + 10 - 20) * 60_000)
    }

    @Test func `more than that goes on as if there had been no downtime`() async throws {
        let bench = RuleBench()
        bench.add(Self.labels, 90 * 60_000, 85 * 60)
        #expect(try await activeAt(bench) == (85 + 10) * 60_000)
    }

    @Test(arguments: [StaleMarker.value, .infinity, 1e300, -.greatestFiniteMagnitude])
    func `an alert that had ended, or a value that is no time, is not restored`(last: Double) async throws {
        let bench = RuleBench()
        bench.add(Self.labels, 89 * 60_000, 60 * 60)
        bench.add(Self.labels, 90 * 60_000, last)
        #expect(try await activeAt(bench) == 99 * 60_000)
    }

    @Test func `what is older than the outage tolerance, or has other labels, is not restored`() async throws {
        let bench = RuleBench()
        bench.add(Self.labels, 30 * 60_000, 10 * 60)
        bench.add(Labels(Self.labels.array.filter { $0.name != "team" }), 90 * 60_000, 10 * 60)
        bench.add(Labels(Self.labels.array + [Label("extra", "x")]), 90 * 60_000, 10 * 60)
        #expect(try await activeAt(bench) == 99 * 60_000)
    }

    @Test func `the outage tolerance says how old it may be`() async throws {
        let bench = RuleBench()
        bench.add(Self.labels, 30 * 60_000, 10 * 60)
        #expect(try await activeAt(bench, tolerance: 2 * 3_600_000) == 10 * 60_000)
    }

    @Test func `rules with a short hold time are not restored`() async throws {
        let bench = RuleBench()
        bench.add(Self.labels, 90 * 60_000, 60 * 60)
        let yaml = Self.yaml.replacing("for: 20m", with: "for: 9m")
        #expect(try await activeAt(bench, yaml) == 99 * 60_000)
    }

    @Test func `until then alerts may fire, but have no series`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.yaml.replacing("for: 20m", with: "for: 0s"), needsRestoration: true)
        bench.set("up == 0", [(["job": "j"], 0)])
        await group.evaluate(at: 60_000)
        #expect(bench.sent.count == 1)
        #expect(bench.samples.isEmpty)
        let duration = #"prometheus_rule_group_last_restore_duration_seconds{rule_group="r.yml;g"}"#
        #expect(bench.metric(duration) == nil)
        await group.evaluate(at: 120_000)
        #expect(bench.metric(duration) != nil)
        await group.evaluate(at: 180_000)
        #expect(bench.samples.count == 2)
    }
}
