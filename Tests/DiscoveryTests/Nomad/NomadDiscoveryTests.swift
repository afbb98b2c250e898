import Discovery
import PrometheusModel
import Testing

@Suite(.timeLimit(.minutes(1))) struct NomadDiscoveryTests {
    private let list = "GET http://localhost:4646/v1/services?namespace=default&region=global&stale="
    private let web = "GET http://localhost:4646/v1/service/web?namespace=default&region=global&stale="

    @Test func `each instance of each service is a target`() async throws {
        let client = TableClient([
            list: .body(#"[{"Namespace":"default","Services":[{"ServiceName":"web","Tags":["a"]}]}]"#),
            web: .body(
                """
                [{"ID":"i","ServiceName":"web","Namespace":"default","NodeID":"n","Datacenter":"dc1","Tags":["a","b"],
                  "Address":"127.0.0.1","Port":30456}]
                """
            ),
        ])
        let groups = try await MechanismBench.firstFound("nomad_sd_configs: [{}]", client)
        #expect(groups.map(\.source) == ["Nomad"])
        #expect(
            groups[0].flat == [
                [
                    "__address__": "127.0.0.1:30456", "__meta_nomad_address": "127.0.0.1", "__meta_nomad_dc": "dc1",
                    "__meta_nomad_namespace": "default", "__meta_nomad_node_id": "n", "__meta_nomad_service": "web",
                    "__meta_nomad_service_address": "127.0.0.1", "__meta_nomad_service_id": "i",
                    "__meta_nomad_service_port": "30456", "__meta_nomad_tags": ",a,b,",
                ]
            ]
        )
    }

    @Test func `one service that fails fails the refresh`() async throws {
        let client = TableClient([
            list: .body(#"[{"Namespace":"default","Services":[{"ServiceName":"web"}]}]"#), web: .body("", status: 500),
        ])
        let bench = try MechanismBench(client)
        try await bench.run {
            await bench.manager.apply(["job": try MechanismBench.settings("nomad_sd_configs: [{}]")])
            while client.requests.count < 2 { await Task.yield() }
            bench.tick()
            while client.requests.count < 3 { await Task.yield() }
        }
        #expect(bench.metric("prometheus_sd_nomad_failures_total")?.hasSuffix(" 0") == false)
    }

    @Test func `a server must be named`() {
        let problem = MechanismBench.problem("nomad_sd_configs: [{server: ''}]")
        #expect(problem?.contains("nomad SD configuration requires a server address") == true)
    }
}
