import Foundation
import Testing

/// The built server as a user starts it.
@Suite(.serialized) struct ServerLifeTests {
    private let selfScrape = """
        global: {scrape_interval: 1s, evaluation_interval: 1s}
        scrape_configs:
          - job_name: self
            static_configs: [{targets: ["127.0.0.1:PORT"]}]
        """

    @Test func `a server that scrapes itself is up within 30 seconds and ends cleanly`() async throws {
        let server = try ServerProcess(selfScrape)
        defer { server.remove() }
        try await server.wait("up") { server.query("up") == [1] }
        #expect(server.query("prometheus_build_info") == [1])
        server.signal(SIGTERM)
        #expect(try await server.exitCode() == 0)
        #expect(server.log.contains("Received an OS signal, exiting gracefully..."))
        #expect(server.log.contains("See you next time!"))
    }

    @Test func `what a query has shown is still there after kill -9`() async throws {
        let target = try TextTarget((0..<200).map { "series{number=\"\($0)\"} \($0)\n" }.joined())
        defer { target.stop() }
        let configuration = """
            global: {scrape_interval: 200ms, scrape_timeout: 200ms}
            scrape_configs:
              - job_name: target
                static_configs: [{targets: ["127.0.0.1:\(target.port)"]}]
            """
        let server = try ServerProcess(configuration)
        defer { server.remove() }
        try await server.wait("samples") { (server.query("count_over_time(series{number='7'}[1h])")?.first ?? 0) >= 10 }
        let counts = server.query("sum(count_over_time(series[1h]))")?.first ?? 0
        let sums = server.query("count(series)")
        server.signal(SIGKILL)
        #expect(try await server.exitCode() == SIGKILL)
        // Nothing new is scraped by the second one: what it answers comes from its log.
        target.answer(nil)
        let second = try ServerProcess(configuration, in: server)
        try await second.waitUntilReady()
        #expect(second.query("sum(count_over_time(series[1h]))")?.first ?? 0 >= counts)
        #expect(second.query("count(last_over_time(series[1h]))") == sums)
        second.signal(SIGTERM)
        #expect(try await second.exitCode() == 0)
    }

    @Test func `a target that fails is down and its series end`() async throws {
        let target = try TextTarget("thing 42\n")
        defer { target.stop() }
        let server = try ServerProcess(
            """
            global: {scrape_interval: 300ms, scrape_timeout: 300ms}
            scrape_configs:
              - job_name: target
                static_configs: [{targets: ["127.0.0.1:\(target.port)"]}]
            """
        )
        defer { server.remove() }
        try await server.wait("the sample") { server.query("thing") == [42] }
        target.answer(nil)
        try await server.wait("down") { server.query("up") == [0] }
        #expect(server.query("thing") == [])
        target.answer("thing 43\n")
        try await server.wait("up again") { server.query("thing") == [43] && server.query("up") == [1] }
    }

    @Test func `a reload takes a good configuration and leaves everything at a bad one`() async throws {
        let server = try ServerProcess(selfScrape)
        defer { server.remove() }
        try await server.wait("up") { server.query("up") == [1] }
        try server.write(selfScrape.replacingOccurrences(of: "job_name: self", with: "job_name: other"))
        #expect(try server.send("POST", "/-/reload").status == 200)
        try await server.wait("the other job") { server.query("up{job='other'}") == [1] }
        try server.write("scrape_configs: [{job_nme: x}]")
        let refused = try server.send("POST", "/-/reload")
        #expect(refused.status == 500)
        #expect(refused.body.contains("failed to reload config: couldn't load configuration"))
        #expect(refused.body.contains("field job_nme not found"))
        server.signal(SIGHUP)
        try await server.wait("the log") { server.log.ranges(of: "Error reloading config").count >= 2 }
        #expect(server.query("prometheus_config_last_reload_successful")?.isEmpty == false)
        let metrics = try server.send("GET", "/metrics").body
        #expect(metrics.contains("\nprometheus_config_last_reload_successful 0\n"))
        #expect(server.query("up{job='other'}") == [1])
    }

    @Test func `POST to quit ends the server`() async throws {
        let server = try ServerProcess(selfScrape)
        defer { server.remove() }
        try await server.waitUntilReady()
        #expect(try server.send("POST", "/-/quit").body == "Requesting termination... Goodbye!")
        #expect(try await server.exitCode() == 0)
        #expect(server.log.contains("Received termination request via web service, exiting gracefully..."))
    }

    @Test(arguments: [
        ("scrape_configs: [{job_name: a}, {job_name: a}]", "found multiple scrape configs with job name"),
        ("x: 1", "field x not found in type config.plain"), ("global: [", "yaml: line "),
    ])
    func `a broken configuration ends the start with exit code 2`(configuration: String, text: String) async throws {
        let server = try ServerProcess(configuration)
        defer { server.remove() }
        #expect(try await server.exitCode() == 2)
        #expect(server.log.contains("msg=\"Error loading config (--config.file=prometheus.yml)\""), "\(server.log)")
        #expect(server.log.contains(text), "\(server.log)")
    }

    @Test func `a broken rule file ends the start with exit code 2`() async throws {
        let rules = "groups: [{name: a, rules: [{record: x, expr: 'sum('}]}]"
        let server = try ServerProcess("rule_files: [bad.yml]", files: ["bad.yml": rules])
        defer { server.remove() }
        #expect(try await server.exitCode() == 2)
        let text = "Error loading rule file patterns from config (--config.file=\\\"prometheus.yml\\\")"
        #expect(server.log.contains(text), "\(server.log)")
        #expect(server.log.contains("bad.yml"), "\(server.log)")
    }

    @Test func `a taken port ends the start with exit code 1`() async throws {
        let first = try ServerProcess(selfScrape)
        defer { first.remove() }
        try await first.waitUntilReady()
        let second = try ServerProcess(selfScrape, arguments: ["--storage.tsdb.no-lockfile"], in: first)
        #expect(try await second.exitCode() == 1)
        #expect(second.log.contains("bind: address already in use"), "\(second.log)")
    }

    @Test(
        arguments: [(["--foo"], 1), (["--query.timeout=5"], 2), (["--storage.agent.path=x"], 3), (["--version"], 0)]
            as [([String], Int32)]
    )
    func `the command line has upstream's exit codes`(arguments: [String], code: Int32) async throws {
        let server = try ServerProcess(selfScrape, arguments: arguments)
        defer { server.remove() }
        #expect(try await server.exitCode() == code)
    }
}
