import Discovery
import LabelMatching
import PrometheusConfiguration
import PrometheusModel
import Testing

@testable import Notifications

@Suite struct AlertmanagerTargetsTests {
    private func rule(_ action: RelabelAction, _ pattern: String, _ source: [String]) throws -> RelabelRule {
        var rule = RelabelRule()
        rule.action = action
        rule.sourceLabels = source
        rule.pattern = try RelabelPattern(pattern)
        return rule
    }

    @Test func `scheme and path are the set's unless the target or its group sets them`() {
        var settings = AlertmanagerSettings()
        settings.scheme = "https"
        settings.pathPrefix = "//am//"
        let groups = [
            TargetGroup(source: "0", targets: [["__address__": "a"], ["__address__": "b", "__scheme__": "http"]]),
            TargetGroup(
                source: "1",
                labels: ["__scheme__": "http", "__alerts_path__": "/x"],
                targets: [["__address__": "c"], ["__address__": "a", "__scheme__": "https"]]
            ),
        ]
        let targets = AlertmanagerTargets(groups, settings)
        #expect(
            targets.active == [
                "https://a/am/api/v2/alerts", "http://b/am/api/v2/alerts", "http://c/x", "https://a/x",
            ]
        )
        #expect(targets.dropped.isEmpty && targets.problems.isEmpty)
    }

    @Test func `an address with a slash rejects its target group and no other`() {
        let groups = [
            TargetGroup(source: "0", targets: [["__address__": "a"], ["__address__": "http://b:9093"]]),
            TargetGroup(source: "1", targets: [["__address__": "c"], ["__address__": "c"], ["__address__": ""]]),
        ]
        let targets = AlertmanagerTargets(groups, AlertmanagerSettings())
        #expect(targets.active == ["http://c/api/v2/alerts", "http:///api/v2/alerts"])
        #expect(targets.problems == [#""http://b:9093" is not a valid hostname"#])
    }

    @Test func `relabelling drops targets and changes their parts`() throws {
        var settings = AlertmanagerSettings()
        var scheme = RelabelRule()
        scheme.targetLabel = "__scheme__"
        scheme.replacement = "https"
        settings.relabelRules = [try rule(.drop, "old", ["tier"]), scheme]
        let groups = [
            TargetGroup(source: "0", targets: [["__address__": "a", "tier": "old"], ["__address__": "b"]])
        ]
        let targets = AlertmanagerTargets(groups, settings)
        #expect(targets.active == ["https://b/api/v2/alerts"])
        #expect(targets.dropped == ["http://a/api/v2/alerts"])
    }
}
