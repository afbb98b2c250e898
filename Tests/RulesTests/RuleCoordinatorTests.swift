import FoundationEssentials
import PrometheusConfiguration
import PrometheusModel
import Testing

@testable import Rules

@Suite struct RuleCoordinatorTests {
    @Test func `equal groups stay, changed ones keep their alerts, a bad file changes nothing`() async throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "rules-\(UInt64.random(in: 0 ... .max))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let file = directory.appending(path: "a.yml")
        func write(_ text: String) throws { try Data(text.utf8).write(to: file) }
        var settings = RuleSettings(ServerConfiguration())
        settings.filePatterns = [directory.path + "/*.yml", directory.path + "/none*.yml"]
        let coordinator = RuleCoordinator(try RuleBench().context())

        try write("groups:\n- name: b\n- name: a\n  rules:\n  - {alert: A, expr: up}\n")
        await coordinator.apply(try coordinator.prepare(settings))
        #expect(coordinator.groups().map(\.name) == ["a", "b"])
        #expect(coordinator.groups()[0].rules.map(\.query) == ["up"])

        try write("groups:\n- name: c\n  rules:\n  - {alert: A, expr: up(}\n")
        #expect(throws: RuleFileError.self) { try coordinator.prepare(settings) }
        #expect(coordinator.groups().map(\.name) == ["a", "b"])

        try write("groups:\n- name: a\n  rules:\n  - {alert: A, expr: up == 0}\n")
        await coordinator.apply(try coordinator.prepare(settings))
        #expect(coordinator.groups().map(\.name) == ["a"])
        #expect(coordinator.groups()[0].rules.map(\.query) == ["up == 0"])
        #expect(coordinator.activeAlerts().isEmpty)
    }
}
