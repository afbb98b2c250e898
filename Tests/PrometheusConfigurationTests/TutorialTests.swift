import PrometheusConfiguration
import StrictYAML
import TestSupport
import Testing

/// Runs over the tutorial's configurations, where they are.
@Suite struct TutorialTests {
    static let directory = SharedFolder.path + "/tutorial"
    static let isPresent = TextFile.modificationMilliseconds(directory) != nil

    @Test(.enabled(if: isPresent, "the tutorial is not here"))
    func `the tutorial's server starts without a warning`() throws {
        let configuration = try ServerConfiguration(file: "\(Self.directory)/prometheus.yml") { _ in nil }
        #expect(
            configuration.scrapeJobs.map(\.jobName) == [
                "prometheus", "node-exporter", "cadvisor", "web-app", "kubernetes-pods",
            ]
        )
        #expect(configuration.warnings.isEmpty)
        #expect(configuration.alerting.alertmanagers.count == 1)
        #expect(configuration.displayedText.contains("password: <secret>"))
    }

    @Test(.enabled(if: isPresent, "the tutorial is not here"))
    func `the tutorial's storage file is accepted, though upstream refuses it`() throws {
        let configuration = try ServerConfiguration(file: "\(Self.directory)/prometheus-storage.yml") { _ in nil }
        #expect(configuration.storage.startup.path == "/prometheus")
        #expect(configuration.storage.startup.retentionBytes == 10 << 30)
        #expect(configuration.storage.retention == nil)
    }
}
