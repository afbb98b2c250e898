import PromQL
import PrometheusModel
import Synchronization
import Testing

@testable import Rules

/// The states of an alert beyond the plain way from pending over firing to resolved.
@Suite struct AlertLifeTests {
    private static func rules(_ lines: String...) -> String {
        (["groups:", "- name: g", "  interval: 1m", "  rules:", "  - alert: Down", "    expr: up == 0"]
            + lines.map { "    " + $0 }).joined(separator: "\n")
    }

    private static let down: [(Labels, Double)] = [(["job": "j"], 0)]

    private func rule(_ group: RuleGroup) throws -> RuleStatus.Alerting {
        guard case .alerting(let rule) = group.status.rules[0].kind else { throw Unexpected() }
        return rule
    }

    private struct Unexpected: Error {}

    @Test func `the rule's labels win over the sample's, its name over all, an empty one removes`() async throws {
        let bench = RuleBench()
        let group = try bench.group(
            Self.rules(#"labels: {alertname: other, severity: page, gone: "", also: "{{ $labels.missing }}"}"#)
        )
        bench.set("up == 0", [(["__name__": "up", "severity": "none", "gone": "x", "also": "y", "job": "j"], 0)])
        await group.evaluate(at: 60_000)
        #expect(try rule(group).alerts.map(\.labels) == [["alertname": "Down", "severity": "page", "job": "j"]])
    }

    @Test func `a template that fails shows its error and the alert works`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.rules(#"annotations: {summary: "{{ .Nothing }}", other: "{{ $value }}"}"#))
        bench.set("up == 0", Self.down)
        await group.evaluate(at: 60_000)
        let annotations = try rule(group).alerts[0].annotations
        #expect(annotations["other"] == "0")
        let summary = try #require(annotations["summary"])
        #expect(
            summary.hasPrefix("<error expanding template: error executing template __alert_Down: template: __alert")
        )
        #expect(try rule(group).state == .firing)
        #expect(bench.metric("prometheus_template_text_expansions_total") == 2)
        #expect(bench.metric("prometheus_template_text_expansion_failures_total") == 1)
    }

    @Test func `a pending alert that vanishes is forgotten and never sent`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.rules("for: 2m"))
        bench.set("up == 0", Self.down)
        await group.evaluate(at: 60_000)
        bench.set("up == 0", [])
        await group.evaluate(at: 120_000)
        #expect(try rule(group).alerts.isEmpty && rule(group).state == .inactive)
        bench.set("up == 0", Self.down)
        for slot: Int64 in [180_000, 240_000] { await group.evaluate(at: slot) }
        #expect(try rule(group).alerts[0].activeAtMilliseconds == 180_000)
        #expect(bench.sent.isEmpty)
    }

    @Test func `an alert that goes on takes the newest value and annotations, and its old start`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.rules(#"annotations: {summary: "{{ $value }}"}"#))
        bench.set("up == 0", [(["job": "j"], 1)])
        await group.evaluate(at: 60_000)
        bench.set("up == 0", [(["job": "j"], 2)])
        await group.evaluate(at: 120_000)
        let alert = try #require(rule(group).alerts.first)
        #expect(alert.value == 2 && alert.annotations["summary"] == "2")
        #expect(alert.activeAtMilliseconds == 60_000)
    }

    @Test func `a firing alert is sent again only after the resend delay`() async throws {
        let bench = RuleBench()
        var context = try bench.context()
        context.limits.resendDelayMilliseconds = 120_000
        let group = try bench.group(Self.rules(), context)
        bench.set("up == 0", Self.down)
        for slot in 1...7 { await group.evaluate(at: Int64(slot) * 60_000) }
        // The delay must have passed entirely: sent at minutes 1, 4 and 7.
        #expect(bench.sent.count == 3)
        #expect(bench.sent.map { $0[0].startsAtMilliseconds } == [60_000, 60_000, 60_000])
        #expect(bench.sent.map { $0[0].endsAtMilliseconds } == [540_000, 720_000, 900_000])
    }

    @Test func `a resolved alert is sent again for fifteen minutes, unseen, and then forgotten`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.rules())
        bench.set("up == 0", Self.down)
        await group.evaluate(at: 60_000)
        bench.set("up == 0", [])
        for slot in 2...20 { await group.evaluate(at: Int64(slot) * 60_000) }
        #expect(try rule(group).alerts.isEmpty && rule(group).state == .inactive)
        let resolved = bench.sent.dropFirst().map { $0[0] }
        // At minute 2, then every second minute, as the delay of one minute must have passed entirely: until minute 17.
        #expect(resolved.count == 8)
        #expect(resolved.allSatisfy { $0.endsAtMilliseconds == 120_000 && $0.startsAtMilliseconds == 60_000 })
        #expect(group.state.withLock { $0.rules[0].alerts.isEmpty })
    }

    @Test func `a resolved alert that comes back starts anew`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.rules("for: 1m"))
        bench.set("up == 0", Self.down)
        for slot: Int64 in [60_000, 120_000] { await group.evaluate(at: slot) }
        bench.set("up == 0", [])
        await group.evaluate(at: 180_000)
        bench.set("up == 0", Self.down)
        await group.evaluate(at: 240_000)
        #expect(try rule(group).state == .pending)
        #expect(try rule(group).alerts[0].activeAtMilliseconds == 240_000)
        await group.evaluate(at: 300_000)
        #expect(bench.sent.last?[0].startsAtMilliseconds == 300_000)
    }

    @Test func `coming back while it keeps firing resets that clock, and values stay as last seen`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.rules("keep_firing_for: 2m"))
        bench.set("up == 0", [(["job": "j"], 5)])
        await group.evaluate(at: 60_000)
        bench.set("up == 0", [])
        await group.evaluate(at: 120_000)
        #expect(try rule(group).alerts[0].keepFiringSinceMilliseconds == 120_000)
        #expect(try rule(group).alerts[0].value == 5)
        bench.set("up == 0", Self.down)
        await group.evaluate(at: 180_000)
        #expect(try rule(group).alerts[0].keepFiringSinceMilliseconds == nil)
        bench.set("up == 0", [])
        for slot: Int64 in [240_000, 300_000] { await group.evaluate(at: slot) }
        #expect(try rule(group).state == .firing)
        await group.evaluate(at: 360_000)
        #expect(try rule(group).state == .inactive)
    }

    @Test func `more alerts than the limit drop all of them, resolved ones do not count`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.rules("for: 1m").replacing("interval: 1m", with: "interval: 1m\n  limit: 1"))
        bench.set("up == 0", Self.down)
        for slot: Int64 in [60_000, 120_000] { await group.evaluate(at: slot) }
        bench.set("up == 0", [(["job": "other"], 0)])
        await group.evaluate(at: 180_000)
        #expect(group.status.rules[0].health == .ok)
        bench.set("up == 0", Self.down + [(["job": "other"], 0)])
        await group.evaluate(at: 240_000)
        #expect(group.status.rules[0].lastError == "exceeded limit of 1 with 2 alerts")
        #expect(try rule(group).alerts.isEmpty)
        bench.set("up == 0", Self.down)
        await group.evaluate(at: 300_000)
        #expect(try rule(group).state == .pending)
    }

    @Test func `a query that fails keeps the alerts, sends nothing and says why until the next good one`() async throws
    {
        let bench = RuleBench()
        let group = try bench.group(Self.rules())
        bench.set("up == 0", Self.down)
        await group.evaluate(at: 60_000)
        let samples = bench.samples
        bench.set("up == 0", value: .string(timestamp: 0, value: "x"))
        await group.evaluate(at: 180_000)
        #expect(try rule(group).state == .firing)
        #expect(bench.sent.count == 1 && bench.samples == samples)
        #expect(group.status.rules[0].lastError == "rule result is not a vector or scalar")
        #expect(bench.metric(#"prometheus_rule_evaluation_failures_total{rule_group="r.yml;g"}"#) == 1)
        bench.set("up == 0", Self.down)
        await group.evaluate(at: 240_000)
        #expect(group.status.rules[0].health == .ok && group.status.rules[0].lastError.isEmpty)
        #expect(bench.sent.count == 2)
    }

    @Test func `many alerts that go on keep their series, some that come and go change only theirs`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.rules("for: 2m", #"annotations: {value: "{{ $value }}"}"#))
        let all = (0..<200).map { (Labels([Label("instance", "i\($0)")]), Double($0)) }
        func labels(_ i: Int, _ state: String) -> Labels {
            ["__name__": "ALERTS", "alertname": "Down", "alertstate": state, "instance": "i\(i)"]
        }
        func since(_ i: Int) -> Labels { ["__name__": "ALERTS_FOR_STATE", "alertname": "Down", "instance": "i\(i)"] }
        for minute in 1...6 {
            // One is away in the fourth minute; it starts anew.
            bench.set("up == 0", minute == 4 ? Array(all.dropFirst()) : all)
            await group.evaluate(at: Int64(minute) * 60_000)
        }
        #expect(bench.values(labels(7, "pending")) == [1, 1, nil])
        #expect(bench.values(labels(7, "firing")) == [1, 1, 1, 1])
        #expect(bench.values(since(7)) == [60, 60, 60, 60, 60, 60])
        #expect(bench.values(labels(0, "pending")) == [1, 1, nil, 1, 1])
        #expect(bench.values(labels(0, "firing")) == [1, nil])
        #expect(bench.values(since(0)) == [60, 60, 60, nil, 300, 300])
        #expect(try rule(group).alerts.count == 200)
    }

    @Test func `a hold time that was raised makes a firing alert pending again`() async throws {
        let bench = RuleBench()
        let context = try bench.context()
        let old = try bench.group(Self.rules(), context)
        bench.set("up == 0", Self.down)
        await old.evaluate(at: 60_000)
        let new = try bench.group(Self.rules("for: 3m"), context)
        new.takeOver(from: old)
        #expect(try rule(new).state == .firing)
        await new.evaluate(at: 120_000)
        #expect(try rule(new).state == .pending)
        await new.evaluate(at: 180_000)
        await new.evaluate(at: 240_000)
        #expect(try rule(new).state == .firing)
        #expect(bench.sent.map { $0[0].startsAtMilliseconds } == [60_000, 240_000])
    }
}
