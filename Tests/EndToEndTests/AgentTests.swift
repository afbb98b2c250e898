import Foundation
import Testing

/// A server that only scrapes and forwards.
@Suite(.serialized) struct AgentTests {
    @Test(
        arguments: [
            ("alerting: {alertmanagers: [{static_configs: [{targets: [a]}]}]}", "alerting"),
            ("rule_files: [x.yml]", "rule_files"), ("remote_read: [{url: 'http://127.0.0.1:1/'}]", "remote_read"),
        ]
    )
    func `sections that an agent has no place for are refused`(section: String, field: String) async throws {
        let agent = try ServerProcess(section, isAgent: true)
        defer { agent.remove() }
        #expect(try await agent.exitCode() == 2)
        #expect(agent.log.contains("err=\"field \(field) is not allowed in agent mode\""))
    }

    @Test func `what needs stored samples is unavailable, the rest answers, and the end is orderly`() async throws {
        let target = try TextTarget("thing 1\n")
        defer { target.stop() }
        let agent = try ServerProcess(
            configuration(target.port, "http://127.0.0.1:1/"),
            arguments: ["--storage.remote.flush-deadline=1s"],
            isAgent: true
        )
        defer { agent.remove() }
        try await agent.waitUntilReady()
        for path in [
            "query?query=up", "query_range", "labels", "label/job/values", "series", "rules", "alerts",
            "alertmanagers", "status/tsdb", "query_exemplars", "format_query?query=up", "parse_query?query=up",
        ] {
            let answer = try agent.send("GET", "/api/v1/\(path)")
            #expect(answer.status == 422, "\(path)")
            #expect(answer.body.contains("\"errorType\":\"execution\",\"error\":\"unavailable with Prometheus Agent\""))
        }
        #expect(try agent.send("POST", "/api/v1/admin/tsdb/snapshot").status == 422)
        #expect(try agent.send("GET", "/-/healthy").body == "Prometheus Agent is Healthy.\n")
        #expect(try agent.send("GET", "/federate?match[]=up").status == 500)
        #expect(try agent.send("GET", "/query").status == 404)
        #expect(try agent.send("GET", "/agent").status == 200)
        #expect(try agent.send("GET", "/").status == 302)
        try await agent.wait("targets") { (try? agent.send("GET", "/api/v1/targets"))?.body.contains("\"up\"") == true }
        #expect(try agent.send("GET", "/metrics").body.contains("prometheus_agent_active_series"))
        agent.signal(SIGTERM)
        // The endpoint does not answer: what is left is given up at the deadline.
        #expect(try await agent.exitCode() == 0)
        #expect(agent.log.contains("Starting Prometheus Agent"))
        #expect(agent.log.contains("See you next time!"))
    }

    @Test(.enabled(if: RealPeer.prometheus != nil, "PEERS_DIR names no real Prometheus"))
    func `an agent's samples arrive at the real Prometheus, across a restart`() async throws {
        let peer = try RealPeer.startPrometheus()
        defer { peer.end() }
        let target = try TextTarget("thing 1\n")
        defer { target.stop() }
        let text = configuration(target.port, "http://127.0.0.1:\(peer.port)/api/v1/write")
        let agent = try ServerProcess(text, isAgent: true)
        defer { agent.remove() }
        try await agent.wait("the first sample") { has("thing{from='agent'} == 1", peer) }
        agent.signal(SIGTERM)
        #expect(try await agent.exitCode() == 0)
        target.answer("thing 2\n")
        let again = try ServerProcess(text, isAgent: true, in: agent)
        try await again.wait("the second sample") { has("thing{from='agent'} == 2", peer) }
        #expect(!again.log.contains("level=ERROR"), "\(again.log)")
        again.signal(SIGTERM)
        #expect(try await again.exitCode() == 0)
    }

    private func has(_ expression: String, _ peer: RealPeer) -> Bool {
        let escaped = expression.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        let answer = try? LoopbackRequest.send("GET", "/api/v1/query?query=\(escaped)", port: peer.port)
        return answer?.body.contains("\"metric\"") == true
    }

    private func configuration(_ target: UInt16, _ endpoint: String) -> String {
        """
        global: {scrape_interval: 300ms, scrape_timeout: 300ms, external_labels: {from: agent}}
        scrape_configs: [{job_name: target, static_configs: [{targets: ["127.0.0.1:\(target)"]}]}]
        remote_write: [{url: "\(endpoint)", queue_config: {batch_send_deadline: 200ms}}]
        """
    }
}
