import Foundation
import Testing

/// Alerts on their way from a rule to an Alertmanager.
@Suite(.serialized) struct AlertDeliveryTests {
    private func configuration(target: UInt16, alertmanager: UInt16) -> String {
        """
        global:
          scrape_interval: 300ms
          scrape_timeout: 300ms
          evaluation_interval: 300ms
          external_labels: {cluster: test}
        rule_files: [rules.yml]
        alerting:
          alertmanagers: [{static_configs: [{targets: ["127.0.0.1:\(alertmanager)"]}]}]
        scrape_configs:
          - job_name: target
            static_configs: [{targets: ["127.0.0.1:\(target)"]}]
        """
    }

    private let rules = """
        groups:
          - name: test
            rules:
              - record: job:up:avg
                expr: avg by (job) (up)
              - alert: ServiceDown
                expr: up == 0
                for: 500ms
                labels: {severity: critical}
                annotations: {summary: "{{ $labels.job }} is {{ $value }}"}
        """

    @Test func `an alert becomes pending, fires, is delivered and resolves`() async throws {
        let target = try TextTarget("thing 1\n")
        let receiver = try TextTarget("{}")
        defer {
            target.stop()
            receiver.stop()
        }
        let server = try start(target.port, receiver.port)
        defer { server.remove() }
        try await server.wait("the recorded series") { server.query("job:up:avg") == [1] }
        target.answer(nil)
        try await server.wait("firing") { server.query("ALERTS{alertstate='firing'}") == [1] }
        try await server.wait("the alert") {
            receiver.requests.contains { $0.contains("\"alertname\":\"ServiceDown\"") }
        }
        let request = receiver.requests.last { $0.contains("ServiceDown") } ?? ""
        for part in [
            "POST /api/v2/alerts", "\"severity\":\"critical\"", "\"cluster\":\"test\"", "\"summary\":\"target is 0\"",
            "\"generatorURL\":",
        ] { #expect(request.contains(part), "\(request)") }
        target.answer("thing 1\n")
        try await server.wait("the end") { server.query("ALERTS") == [] }
        try await server.wait("the resolved alert") { receiver.requests.count > 1 }
    }

    @Test(.enabled(if: RealPeer.alertmanager != nil, "PEERS_DIR names no real Alertmanager"))
    func `the real Alertmanager holds a firing alert`() async throws {
        let peer = try RealPeer.startAlertmanager()
        defer { peer.end() }
        let target = try TextTarget("thing 1\n")
        defer { target.stop() }
        let server = try start(target.port, peer.port)
        defer { server.remove() }
        try await server.wait("up") { server.query("up") == [1] }
        target.answer(nil)
        try await server.wait("the alert in Alertmanager") {
            (try? LoopbackRequest.send("GET", "/api/v2/alerts", port: peer.port))?.body.contains("ServiceDown") == true
        }
    }

    private func start(_ target: UInt16, _ alertmanager: UInt16) throws -> ServerProcess {
        try ServerProcess(
            configuration(target: target, alertmanager: alertmanager),
            arguments: ["--rules.alert.resend-delay=1s"],
            files: ["rules.yml": rules]
        )
    }
}
