@testable import Discovery
import HTTPClients
import PrometheusModel
import Testing

/// How a Kuma control plane is asked.
@Suite(.timeLimit(.minutes(1))) struct KumaDiscoveryTests {
    private static let url = "POST http://kuma:5676/v3/discovery:monitoringassignments?fetch-timeout=2m"
    private static let type = "type.googleapis.com/kuma.observability.v1.MonitoringAssignment"
    private let text = "kuma_sd_configs: [{server: 'http://kuma:5676/', client_id: me}]"

    private static func request(_ version: String = "", _ nonce: String = "") -> String {
        let known = version.isEmpty ? "" : "\"versionInfo\":\"\(version)\","
        let answered = nonce.isEmpty ? "" : ",\"responseNonce\":\"\(nonce)\""
        return "\(url) {\(known)\"node\":{\"id\":\"me\"},\"typeUrl\":\"\(type)\"\(answered)}"
    }

    private static func answer(_ version: String, _ address: String) -> TableClient.Answer {
        .body(
            """
            {"versionInfo":"\(version)","nonce":"n\(version)","typeUrl":"\(type)","resources":[
              {"@type":"\(type)","mesh":"default","service":"backend","labels":{"commonLabel":"x","team/x":"y"},
               "targets":[{"name":"backend-01","scheme":"http","address":"\(address)","metricsPath":"/custom",
                           "labels":{"kuma_io/zone":"z1"}}]}]}
            """
        )
    }

    @Test func `an assignment becomes targets with where and how to scrape them`() async throws {
        let client = TableClient([Self.request(): Self.answer("1", "10.0.0.1:9090")])
        let groups = try await MechanismBench.firstFound(text, client)
        #expect(groups.map(\.source) == ["kuma"])
        #expect(
            groups.flatMap(\.flat) == [
                [
                    "__address__": "10.0.0.1:9090", "__scheme__": "http", "__metrics_path__": "/custom",
                    "instance": "backend-01", "__meta_kuma_dataplane": "backend-01", "__meta_kuma_mesh": "default",
                    "__meta_kuma_service": "backend", "__meta_kuma_label_commonLabel": "x",
                    "__meta_kuma_label_team_x": "y", "__meta_kuma_label_kuma_io_zone": "z1",
                ]
            ]
        )
        let request = try #require(client.requests.first)
        #expect(request.header("Content-Type") == "application/json")
        #expect(request.header("Accept") == "application/json")
        #expect(request.timeout == .seconds(135))
    }

    @Test func `the next request tells what is known, and an unchanged answer keeps the targets`() async throws {
        let client = TableClient([
            Self.request(): Self.answer("1", "a:1"), Self.request("1", "n1"): .body("", status: 304),
        ])
        let bench = try MechanismBench(client)
        try await bench.run {
            await bench.manager.apply(["job": try MechanismBench.settings(text)])
            _ = try await bench.groups { $0.flatMap(\.flat).first?["__address__"] == "a:1" }
            bench.tick()
            while client.requests.count < 2 { await Task.yield() }
            client.answer(Self.request("1", "n1"), Self.answer("2", "b:1"))
            bench.tick()
            _ = try await bench.groups { $0.flatMap(\.flat).first?["__address__"] == "b:1" }
        }
        #expect(bench.metric("prometheus_sd_kuma_fetch_skipped_updates_total")?.hasSuffix(" 1") == true)
        #expect(bench.metric("prometheus_sd_kuma_fetch_failures_total")?.hasSuffix(" 0") == true)
    }

    @Test(
        arguments: [
            TableClient.Answer.body("oops", status: 500), .body("{"), .body("[]"), .body("{}"),
            .body(#"{"typeUrl":"type.googleapis.com/other"}"#), .failure("connection refused"),
            .body(#"{"typeUrl":"\#(type)","resources":[{"@type":"x"}]}"#),
        ]
    )
    func `an answer that cannot be used keeps the targets and what is known`(answer: TableClient.Answer) async throws {
        let client = TableClient([Self.request(): Self.answer("1", "a:1"), Self.request("1", "n1"): answer])
        let bench = try MechanismBench(client)
        try await bench.run {
            await bench.manager.apply(["job": try MechanismBench.settings(text)])
            _ = try await bench.groups { $0.flatMap(\.flat).first?["__address__"] == "a:1" }
            bench.tick()
            while client.requests.count < 2 { await Task.yield() }
            client.answer(Self.request("1", "n1"), Self.answer("2", "b:1"))
            bench.tick()
            _ = try await bench.groups { $0.flatMap(\.flat).first?["__address__"] == "b:1" }
        }
        #expect(bench.metric("prometheus_sd_kuma_fetch_failures_total")?.hasSuffix(" 1") == true)
    }

    @Test(
        arguments: [
            ("{}", "kuma SD server must not be empty: "),
            ("{server: kuma}", "kuma SD server must not be empty and have a scheme: kuma"),
            ("{server: 'http://a', nope: 1}", "field nope not found in type xds.plainKumaConfig"),
        ]
    )
    func `mistakes are told in upstream's words`(settings: String, message: String) {
        let problem = MechanismBench.problem("kuma_sd_configs: [\(settings)]")
        #expect(problem?.contains(message) == true, "\(problem ?? "no problem")")
    }
}
