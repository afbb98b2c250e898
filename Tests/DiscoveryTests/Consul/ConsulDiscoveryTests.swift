import Discovery
import HTTPClients
import PrometheusModel
import Testing

@Suite(.timeLimit(.minutes(1))) struct ConsulDiscoveryTests {
    private let settings = "consul_sd_configs: [{server: 'c:8500', datacenter: d}]"
    private let catalog = "/v1/catalog/services"

    /// An instance of a service, as the agent writes it.
    private func instance(_ name: String, _ address: String, checks: String = "") -> String {
        """
        {"Node":{"Node":"n","Address":"10.0.0.9","Datacenter":"d","TaggedAddresses":{"lan":"l"},"Meta":{"a-b":"c"}},
         "Service":{"ID":"\(name)-1","Service":"\(name)","Address":"\(address)","Port":80,"Tags":["x","y"],
           "Meta":{"m":"v"},"Namespace":"ns","Partition":"p"},"Checks":[\(checks)]}
        """
    }

    @Test func `services come and go with the catalog, and instances with their service`() async throws {
        let consul = SimulatedConsul()
        consul.set(catalog, #"{"web":["x"],"db":[]}"#)
        consul.set("/v1/health/service/web", "[\(instance("web", ""))]")
        consul.set("/v1/health/service/db", "[\(instance("db", "1.1.1.1"))]")
        let bench = try MechanismBench(consul)
        try await bench.run {
            await bench.manager.apply(["job": try MechanismBench.settings(settings)])
            let found = try await bench.groups { $0.count == 2 }
            let web = try #require(found.first { $0.source == "web" })
            #expect(
                web.flat == [
                    [
                        "__address__": "10.0.0.9:80", "__meta_consul_address": "10.0.0.9", "__meta_consul_node": "n",
                        "__meta_consul_dc": "d", "__meta_consul_namespace": "ns", "__meta_consul_partition": "p",
                        "__meta_consul_service": "web", "__meta_consul_service_id": "web-1",
                        "__meta_consul_service_port": "80", "__meta_consul_health": "passing",
                        "__meta_consul_tags": ",x,y,", "__meta_consul_metadata_a_b": "c",
                        "__meta_consul_service_metadata_m": "v", "__meta_consul_tagged_address_lan": "l",
                    ]
                ]
            )
            consul.set("/v1/health/service/db", "[]")
            for _ in 0..<3 { bench.tick() }
            _ = try await bench.groups { $0.map(\.source) == ["web"] }
            consul.set(catalog, "{}")
            for _ in 0..<3 { bench.tick() }
            _ = try await bench.groups { $0.isEmpty }
        }
        #expect(consul.requests.allSatisfy { $0.url.contains("wait=120000ms") && $0.url.contains("dc=d") })
        #expect(consul.requests.allSatisfy { $0.timeout == .seconds(135) && $0.url.contains("stale") })
        #expect(
            bench.metric("prometheus_sd_consul_rpc_duration_seconds_count{call=\"service\",endpoint=\"health\"}") != nil
        )
    }

    @Test func `only wanted services are watched, without the catalog if they are named`() async throws {
        let consul = SimulatedConsul()
        consul.set("/base/v1/health/service/web", "[\(instance("web", "1.1.1.1"))]")
        let groups = try await MechanismBench.firstFound(
            """
            consul_sd_configs:
            - {server: 'c:8500', datacenter: d, services: [web], path_prefix: /base/, token: t, namespace: ns}
            """,
            consul
        )
        #expect(groups.map(\.source) == ["web"])
        #expect(consul.requests.allSatisfy { $0.header("X-Consul-Token") == "t" && $0.url.contains("ns=ns") })
        #expect(!consul.requests.contains { $0.url.contains("catalog") })
        let tagged = SimulatedConsul()
        tagged.set(catalog, #"{"web":["a","b"],"db":["a"]}"#)
        tagged.set("/v1/health/service/web", "[\(instance("web", "1.1.1.1"))]")
        _ = try await MechanismBench.firstFound(
            "consul_sd_configs: [{server: 'c:8500', datacenter: d, tags: [b], filter: 'X == y'}]",
            tagged
        )
        #expect(tagged.requests.contains { $0.url.contains("catalog") && $0.url.contains("filter=X+%3D%3D+y") })
        #expect(tagged.requests.contains { $0.url.contains("/web?") && $0.url.contains("tag=b") })
        #expect(!tagged.requests.contains { $0.url.contains("/service/db") })
    }

    @Test func `failures are counted and keep what is known, and the datacenter is asked for until it is told`()
        async throws
    {
        let consul = SimulatedConsul()
        consul.set("/v1/agent/self", #"{"Config":{"Datacenter":"home"}}"#)
        consul.set(catalog, #"{"web":[]}"#)
        consul.set("/v1/health/service/web", "[\(instance("web", "1.1.1.1"))]")
        for path in ["/v1/agent/self", catalog, "/v1/health/service/web"] { consul.fail(path) }
        let bench = try MechanismBench(consul)
        try await bench.run {
            await bench.manager.apply(["job": try MechanismBench.settings("consul_sd_configs: [{}]")])
            for _ in 0..<6 { bench.tick() }
            _ = try await bench.groups { $0.map(\.source) == ["web"] }
        }
        #expect(bench.metric("prometheus_sd_consul_rpc_failures_total") == "prometheus_sd_consul_rpc_failures_total 3")
        #expect(
            consul.requests.contains {
                $0.url.hasPrefix("http://localhost:8500/v1/health") && $0.url.contains("dc=home")
            }
        )
    }

    @Test(
        arguments: [
            ("", "passing"), (#"{"Status":"warning"},{"Status":"passing"}"#, "warning"),
            (#"{"Status":"critical"},{"Status":"warning"}"#, "critical"),
            (#"{"Status":"critical"},{"CheckID":"_service_maintenance:x","Status":"critical"}"#, "maintenance"),
        ]
    )
    func `health is the worst of all checks`(checks: String, health: String) async throws {
        let consul = SimulatedConsul()
        consul.set("/v1/health/service/web", "[\(instance("web", "1.1.1.1", checks: checks))]")
        let text = "consul_sd_configs: [{datacenter: d, services: [web]}]"
        let groups = try await MechanismBench.firstFound(text, consul)
        #expect(groups.first?.targets.first?["__meta_consul_health"] == health)
    }

    @Test(
        arguments: [
            ("{server: ' '}", "consul SD configuration requires a server address"),
            (
                "{username: a, basic_auth: {username: x}}",
                "at most one of consul SD configuration username and password and basic auth can be configured"
            ),
            (
                "{token: a, authorization: {credentials: x}}",
                "at most one of consul SD token, authorization, or oauth2 can be configured"
            ), ("{nope: 1}", "field nope not found"),
        ]
    )
    func `mistakes are told in upstream's words`(settings: String, message: String) {
        #expect(MechanismBench.problem("consul_sd_configs: [\(settings)]")?.contains(message) == true)
    }

    @Test func `settings are shown with their defaults, the token hidden`() throws {
        #expect(
            try MechanismBench.displayed("consul_sd_configs: [{token: t}]") == """
                consul_sd_configs:
                - server: localhost:8500
                  token: <secret>
                  tag_separator: ','
                  scheme: http
                  allow_stale: true
                  refresh_interval: 30s
                  follow_redirects: true
                  enable_http2: true

                """
        )
    }
}
