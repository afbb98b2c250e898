import PrometheusConfiguration
import PrometheusModel
import PromQL
import Testing

@testable import Rules

@Suite struct RuleGroupTests {
    private static let recording = """
        groups:
        - name: g
          interval: 1m
          limit: 2
          labels: {team: a}
          rules:
          - record: job:up:sum
            expr: sum by (job) (up)
            labels: {source: rules, instance: ""}
        """

    private static let alerting = """
        groups:
        - name: g
          interval: 1m
          rules:
          - alert: Down
            expr: up == 0
            for: 2m
            labels: {severity: "{{ $labels.job }}!"}
            annotations: {summary: "{{ $labels.instance }} is {{ $value }}"}
        """

    @Test func `a recording rule stores its result under its name and ends series that vanish`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.recording)
        bench.set("sum by (job) (up)", [(["job": "x", "instance": "i"], 1), (["job": "y"], 2)])
        await group.evaluate(at: 60_000)
        bench.set("sum by (job) (up)", [(["job": "y"], 3)])
        await group.evaluate(at: 120_000)
        let x: Labels = ["__name__": "job:up:sum", "job": "x", "source": "rules", "team": "a"]
        let y: Labels = ["__name__": "job:up:sum", "job": "y", "source": "rules", "team": "a"]
        #expect(bench.samples.filter { $0.labels == y }.map(\.value) == [2, 3])
        let values = bench.samples.filter { $0.labels == x }
        #expect(values.map(\.time) == [60_000, 120_000])
        #expect(values[0].value == 1)
        #expect(values[1].value.isStaleMarker)
        #expect(group.status.rules[0].health == .ok)
    }

    @Test func `a result that breaks the limit or repeats labels is refused whole`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.recording)
        bench.set("sum by (job) (up)", [(["job": "x"], 1), (["job": "y"], 1), (["job": "z"], 1)])
        await group.evaluate(at: 60_000)
        #expect(group.status.rules[0].lastError == "exceeded limit of 2 with 3 series")
        bench.set("sum by (job) (up)", [(["instance": "a"], 1), (["instance": "b"], 1)])
        await group.evaluate(at: 120_000)
        #expect(
            group.status.rules[0].lastError
                == "vector contains metrics with the same labelset after applying rule labels"
        )
        bench.set("sum by (job) (up)", value: .string(timestamp: 0, value: "x"))
        await group.evaluate(at: 180_000)
        #expect(group.status.rules[0].lastError == "rule result is not a vector or scalar")
        #expect(group.status.rules[0].health == .failed)
        #expect(bench.samples.isEmpty)
    }

    @Test func `an alert is pending, fires after its hold time, and is resolved`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.alerting)
        #expect(Self.state(group) == .unknown)
        bench.set("up == 0", [(["__name__": "up", "job": "j", "instance": "i"], 0)])
        await group.evaluate(at: 60_000)
        #expect(Self.state(group) == .pending)
        #expect(bench.sent.isEmpty)
        await group.evaluate(at: 120_000)
        await group.evaluate(at: 180_000)
        #expect(Self.state(group) == .firing)
        let fired = try #require(bench.sent.first?.first)
        #expect(fired.labels == ["alertname": "Down", "job": "j", "instance": "i", "severity": "j!"])
        #expect(fired.annotations == ["summary": "i is 0"])
        #expect(fired.startsAtMilliseconds == 180_000)
        #expect(fired.endsAtMilliseconds == 180_000 + 4 * 60_000)
        #expect(fired.generatorURL == "http://p:9090/graph?g0.expr=up+%3D%3D+0&g0.tab=1")
        bench.set("up == 0", [])
        await group.evaluate(at: 240_000)
        #expect(Self.state(group) == .inactive)
        let resolved = try #require(bench.sent.last?.first)
        #expect(resolved.endsAtMilliseconds == 240_000)
        #expect(bench.sent.count == 2)
    }

    @Test func `the series of alerts follow their states`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.alerting)
        bench.set("up == 0", [(["job": "j"], 0)])
        for slot: Int64 in [60_000, 120_000, 180_000] { await group.evaluate(at: slot) }
        bench.set("up == 0", [])
        await group.evaluate(at: 240_000)
        func values(_ labels: Labels) -> [Double] { bench.samples.filter { $0.labels == labels }.map(\.value) }
        let base = [Label("alertname", "Down"), Label("job", "j"), Label("severity", "j!")]
        let pending = values(Labels(base + [Label("__name__", "ALERTS"), Label("alertstate", "pending")]))
        #expect(pending.prefix(2) == [1, 1])
        #expect(pending.count == 3 && pending[2].isStaleMarker)
        let firing = values(Labels(base + [Label("__name__", "ALERTS"), Label("alertstate", "firing")]))
        #expect(firing.count == 2 && firing[0] == 1 && firing[1].isStaleMarker)
        let since = values(Labels(base + [Label("__name__", "ALERTS_FOR_STATE")]))
        #expect(since.prefix(3) == [60, 60, 60] && since[3].isStaleMarker)
    }

    @Test func `an alert keeps firing for as long as it is told`() async throws {
        let bench = RuleBench()
        let group = try bench.group(
            Self.alerting.replacing("for: 2m", with: "for: 0s\n    keep_firing_for: 2m")
        )
        bench.set("up == 0", [(["job": "j"], 0)])
        await group.evaluate(at: 60_000)
        #expect(Self.state(group) == .firing)
        bench.set("up == 0", [])
        for (slot, state): (Int64, AlertState) in [(120_000, .firing), (180_000, .firing), (240_000, .inactive)] {
            await group.evaluate(at: slot)
            #expect(Self.state(group) == state)
        }
    }

    @Test func `hold times survive a restart`() async throws {
        let bench = RuleBench()
        let yaml = Self.alerting.replacing("for: 2m", with: "for: 20m")
        let group = try bench.group(yaml, needsRestoration: true)
        let labels: Labels = ["__name__": "ALERTS_FOR_STATE", "alertname": "Down", "job": "j", "severity": "j!"]
        // Active since second 600, last seen at second 1200: half an hour before, the server went down for a minute.
        bench.add(labels, 1_200_000, 600)
        bench.set("up == 0", [(["job": "j"], 0)])
        await group.evaluate(at: 1_260_000)
        #expect(bench.samples.count == 1)
        await group.evaluate(at: 1_320_000)
        guard case .alerting(let rule) = group.status.rules[0].kind else { return #expect(Bool(false)) }
        // 10 minutes were left, which is not below the grace period: the downtime does not count.
        #expect(rule.alerts[0].activeAtMilliseconds == 600_000 + 120_000)
        await group.evaluate(at: 1_380_000)
        #expect(bench.samples.count == 3)
    }

    @Test func `a failed evaluation changes nothing`() async throws {
        let bench = RuleBench()
        let group = try bench.group(Self.alerting.replacing("for: 2m", with: "for: 0s"))
        bench.set("up == 0", [(["job": "j"], 0)])
        await group.evaluate(at: 60_000)
        let samples = bench.samples.count
        bench.set("up == 0", [(["job": "j"], 0), (["job": "j", "__name__": "up"], 0)])
        await group.evaluate(at: 120_000)
        #expect(group.status.rules[0].health == .failed)
        #expect(Self.state(group) == .firing)
        #expect(bench.samples.count == samples)
    }

    @Test func `a group's slots repeat every interval and do not depend on the start`() throws {
        let group = try RuleBench().group(Self.recording)
        let slot = group.nextSlot(after: 1_000_000)
        #expect(slot > 1_000_000 && slot <= 1_060_000)
        #expect(group.nextSlot(after: slot) == slot + 60_000)
        #expect(group.nextSlot(after: slot - 1) == slot)
    }

    /// Slots that the real server was seen to use.
    @Test(
        arguments: [
            ("/tmp/rules-slots/r.yml", "a", 7, 1_795_540_877_722),
            ("/tmp/rules-slots/r.yml", "some longer name", 10, 1_795_540_874_092),
            ("/tmp/rules-slots/" + String(repeating: "d", count: 140) + "/r.yml", "a", 7, 1_795_540_875_610),
            (
                "/tmp/rules-slots/" + String(repeating: "d", count: 140) + "/" + String(repeating: "e", count: 200)
                    + "/r.yml",
                "some longer name", 10, 1_795_540_873_619
            ),
        ] as [(String, String, Int64, Int64)]
    )
    func `a group has the real server's slots`(file: String, name: String, seconds: Int64, slot: Int64) throws {
        let settings = RuleSettings(ServerConfiguration())
        let yaml = "groups: [{name: \(name), interval: \(seconds)s, rules: [{record: r, expr: up}]}]"
        let definition = try RuleFiles.decode(yaml, file: file, settings: settings)[0]
        let group = RuleGroup(definition, settings, try RuleBench().context(), needsRestoration: false)
        #expect(group.nextSlot(after: slot - 1) == slot)
        #expect(group.nextSlot(after: slot) == slot + seconds * 1000)
    }

    private static func state(_ group: RuleGroup) -> AlertState? {
        guard case .alerting(let rule) = group.status.rules[0].kind else { return nil }
        return rule.state
    }
}
