import FoundationEssentials
import PrometheusConfiguration
import PrometheusModel
import PromQL
import TestSupport
import Testing

@testable import Rules

/// The tutorial's alerting rules as its configuration loads them, on a clock that the test moves.
@Suite(.enabled(if: TutorialIncident.isPresent, "the tutorial is not beside this checkout"))
struct TutorialAlertsTests {
    /// What one alert went through.
    private struct Life {
        /// A state and the slot at which the alert got it.
        var states: [(state: AlertState, slot: Int64)] = []
        var firing: ActiveAlert?
        var sent: [RuleAlert] = []
    }

    private static let holds: [String: Int64] = [
        "HighCPUUsage": 5, "HighMemoryUsage": 10, "DiskSpaceLow": 1, "HighErrorRate": 5, "SlowResponseTime": 10,
        "ServiceDown": 1,
    ]

    /// Runs all rules over the incident; the rule files are found as the server finds them.
    private static func lives() async throws -> [String: Life] {
        let folder = TutorialIncident.folder
        var settings = RuleSettings(try ServerConfiguration(file: "\(folder)/prometheus.yml") { _ in nil })
        #expect(settings.filePatterns == ["/etc/prometheus/rules/*.yml"])
        settings.filePatterns = ["\(folder)/rules/*.yml"]
        let bench = RuleBench()
        let database = TutorialIncident.database()
        let engine = QueryEngine(options: QueryEngineOptions())
        let context = try bench.context(evaluating: { query throws(PromQLError) in
            try await engine.instant(query.expression, at: query.time, on: database).value
        })
        let coordinator = RuleCoordinator(context)
        await coordinator.apply(try coordinator.prepare(settings))
        #expect(coordinator.groups().map(\.name) == ["application_alerts", "system_alerts"])
        #expect(coordinator.groups().map(\.intervalMilliseconds) == [15_000, 15_000])

        var lives: [String: Life] = [:]
        var due = coordinator.runningGroups.map { ($0, $0.nextSlot(after: TutorialIncident.start)) }
        while let at = due.indices.min(by: { due[$0].1 < due[$1].1 }), due[at].1 < TutorialIncident.end {
            let (group, slot) = due[at]
            bench.setNow(slot)
            let sentBefore = bench.sent.count
            await group.evaluate(at: slot)
            due[at].1 += 15_000
            for alert in bench.sent.dropFirst(sentBefore).joined() {
                lives[alert.labels["alertname"] ?? "", default: Life()].sent.append(alert)
            }
            for rule in group.status.rules {
                #expect(rule.health == .ok, "\(rule.name): \(rule.lastError)")
                guard case .alerting(let alerting) = rule.kind else { continue }
                var life = lives[rule.name] ?? Life()
                if life.states.last?.state != alerting.state { life.states.append((alerting.state, slot)) }
                if alerting.state == .firing { life.firing = alerting.alerts.first }
                lives[rule.name] = life
            }
        }
        #expect(coordinator.activeAlerts().isEmpty)
        return lives
    }

    @Test func `each of them is pending for its hold time, fires and is resolved`() async throws {
        let lives = try await Self.lives()
        #expect(Set(lives.keys) == Set(Self.holds.keys))
        for (name, minutes) in Self.holds {
            let life = try #require(lives[name])
            #expect(life.states.map(\.state) == [.inactive, .pending, .firing, .inactive], "\(name)")
            guard life.states.count == 4 else { continue }
            #expect(life.states[1].slot >= TutorialIncident.breaks, "\(name)")
            #expect(life.states[2].slot - life.states[1].slot == minutes * 60_000, "\(name)")
            #expect(life.states[3].slot >= TutorialIncident.isRepaired, "\(name)")
            // Sent when it fires, again every minute and a bit, and at its end as resolved.
            let (fired, resolved) = (life.states[2].slot, life.states[3].slot)
            #expect(life.sent.allSatisfy { $0.startsAtMilliseconds == fired }, "\(name)")
            #expect(life.sent.first?.endsAtMilliseconds == fired + 240_000, "\(name)")
            #expect(life.sent.contains { $0.endsAtMilliseconds == resolved }, "\(name)")
            #expect(life.sent.last?.endsAtMilliseconds == resolved, "\(name)")
        }
    }

    @Test func `they carry the labels and the texts that the tutorial gives them`() async throws {
        let lives = try await Self.lives()
        func texts(_ name: String) throws -> String {
            let alert = try #require(lives[name]?.firing)
            let labels = alert.labels.array.map { "\($0.name)=\($0.value)" }.joined(separator: " ")
            return "\(labels): \(alert.annotations["description"] ?? "")"
        }
        // An average over everything has no instance: the tutorial's text ends with nothing.
        #expect(
            try texts("HighCPUUsage")
                == "alertname=HighCPUUsage severity=warning team=infrastructure: "
                + "CPU usage is above 80% for more than 5 minutes on "
        )
        #expect(
            try texts("HighMemoryUsage")
                == "alertname=HighMemoryUsage instance=node-exporter:9100 job=node-exporter severity=critical "
                + "team=infrastructure: Memory usage is above 85% for more than 10 minutes on node-exporter:9100"
        )
        #expect(
            try texts("DiskSpaceLow")
                == "alertname=DiskSpaceLow instance=node-exporter:9100 job=node-exporter mountpoint=/ "
                + "severity=critical team=infrastructure: Disk space is below 10% on node-exporter:9100"
        )
        #expect(
            try texts("HighErrorRate")
                == "alertname=HighErrorRate severity=critical team=backend: "
                + "Error rate is above 5% for the last 5 minutes"
        )
        #expect(
            try texts("SlowResponseTime")
                == "alertname=SlowResponseTime instance=sample-app:80 job=web-app severity=warning team=backend: "
                + "95th percentile response time is above 2 seconds"
        )
        #expect(
            try texts("ServiceDown")
                == "alertname=ServiceDown instance=sample-app:80 job=web-app severity=critical team=infrastructure: "
                + "web-app on sample-app:80 has been down for more than 1 minute"
        )
        #expect(lives["ServiceDown"]?.sent.first?.generatorURL == "http://p:9090/graph?g0.expr=up+%3D%3D+0&g0.tab=1")
    }
}
