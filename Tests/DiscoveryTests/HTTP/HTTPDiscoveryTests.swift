import Discovery
import HTTPClients
import PrometheusModel
import Testing

@Suite(.timeLimit(.minutes(1))) struct HTTPDiscoveryTests {
    private let text = "http_sd_configs: [{url: 'http://sd/t', refresh_interval: 1m30s}]"

    @Test func `groups come with the URL, and a failure keeps them`() async throws {
        let client = TableClient([
            "GET http://sd/t": .body(#"[{"targets":["a:1","b:2"],"labels":{"x":"y"}},{"targets":["c:3"]}]"#)
        ])
        let bench = try MechanismBench(client)
        try await bench.run {
            await bench.manager.apply(["job": try MechanismBench.settings(text)])
            let groups = try await bench.groups()
            #expect(groups.map(\.source) == ["http://sd/t:0", "http://sd/t:1"])
            #expect(groups[0].labels == ["__meta_url": "http://sd/t", "x": "y"])
            #expect(groups[0].targets == [["__address__": "a:1"], ["__address__": "b:2"]])
            client.answer("GET http://sd/t", .body("[]", type: "text/html"))
            bench.tick()
            client.answer("GET http://sd/t", .failure("dial tcp: refused"))
            bench.tick()
            client.answer(
                "GET http://sd/t",
                .body("[{\"targets\":[\"d:4\"]}]", type: "Application/JSON; charset=\"UTF-8\"")
            )
            bench.tick()
            let after = try await bench.groups { $0.first?.targets == [["__address__": "d:4"]] }
            #expect(after.count == 1)
        }
        let headers = Dictionary(uniqueKeysWithValues: client.requests[0].headers.map { ($0.name, $0.value) })
        #expect(
            headers == [
                "User-Agent": "Prometheus/test", "Accept": "application/json",
                "X-Prometheus-Refresh-Interval-Seconds": "90",
            ]
        )
        #expect(client.requests[0].timeout == .seconds(90))
    }

    @Test(
        arguments: [
            (TableClient.Answer.body("[]", status: 503), 1), (.body("[]", type: "text/plain"), 1),
            (.body("[null]"), 1), (.body(#"[{"targets":["a:1"],"extra":1}]"#), 1), (.body("{"), 1), (.body("[]"), 0),
        ]
    )
    func `an answer that cannot be used counts as a failure`(answer: TableClient.Answer, failures: Int) async throws {
        let client = TableClient(["GET http://sd/t": answer])
        let bench = try MechanismBench(client)
        try await bench.run {
            await bench.manager.apply(["job": try MechanismBench.settings(text)])
            while client.requests.isEmpty { await Task.yield() }
            bench.tick()
            while client.requests.count < 2 { await Task.yield() }
            #expect(
                bench.metric("prometheus_sd_refresh_failures_total{config=\"job\",mechanism=\"http\"}") != nil
            )
        }
        let counted = bench.metric("prometheus_sd_http_failures_total")?.split(separator: " ").last
        #expect(counted == (failures == 0 ? "0" : "1") || counted == (failures == 0 ? "0" : "2"))
        // A provider that was stopped leaves no series behind.
        #expect(bench.metric("prometheus_sd_refresh_failures_total{") == nil)
    }

    @Test(
        arguments: [
            ("{}", "URL is missing"), ("{url: 'ftp://x'}", "URL scheme must be 'http' or 'https'"),
            ("{url: 'http://'}", "host is missing in URL"), ("{url: 'http://x', nope: 1}", "field nope not found"),
            ("{url: 'http://x', refresh_interval: 0s}", "refresh_interval must be positive"),
        ]
    )
    func `mistakes are told in upstream's words`(settings: String, message: String) {
        #expect(MechanismBench.problem("http_sd_configs: [\(settings)]")?.contains(message) == true)
    }

    @Test func `settings are shown as upstream shows them`() throws {
        #expect(
            try MechanismBench.displayed("http_sd_configs: [{url: 'http://127.0.0.1:1/'}]") == """
                http_sd_configs:
                - follow_redirects: true
                  enable_http2: true
                  refresh_interval: 1m
                  url: http://127.0.0.1:1/

                """
        )
    }
}
