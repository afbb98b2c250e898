@testable import Discovery
import PrometheusModel
import Testing

/// How nodes of a ZooKeeper server become targets.
@Suite(.timeLimit(.minutes(1))) struct ZooKeeperDiscoveryTests {
    private static func member(_ host: String, port: Int = 80) -> String {
        #"{"serviceEndpoint":{"host":"\#(host)","port":\#(port)},"additionalEndpoints":{"http-admin":{"host":"\#(host)","port":9990}},"status":"ALIVE","shard":3}"#
    }

    private func settings(_ port: Int, _ paths: String = "[/svc]", timeout: String = "10s") throws
        -> [DiscoverySettings]
    {
        try MechanismBench.settings(
            "serverset_sd_configs: [{servers: ['127.0.0.1:\(port)'], paths: \(paths), timeout: \(timeout)}]"
        )
    }

    /// Runs a bench against a server with one member.
    private func following(
        _ paths: String = "[/svc]",
        timeout: String = "10s",
        _ body: @escaping @Sendable (SimulatedZooKeeper, MechanismBench) async throws -> Void
    ) async throws {
        let server = try SimulatedZooKeeper()
        defer { server.stop() }
        server.set("/", "")
        server.set("/svc", "")
        server.set("/svc/a", Self.member("a"))
        let bench = try MechanismBench(TableClient())
        let settings = try settings(server.port, paths, timeout: timeout)
        try await bench.run {
            await bench.manager.apply(["job": settings])
            try await body(server, bench)
        }
    }

    private static func addresses(_ groups: [TargetGroup]) -> [String] {
        groups.flatMap(\.flat).map { $0["__address__"] ?? "" }.sorted()
    }

    @Test func `a member of a serverset has its endpoints as labels`() async throws {
        try await following { _, bench in
            let groups = try await bench.groups { !$0.isEmpty }
            #expect(groups.map(\.source) == ["/svc/a"])
            #expect(
                groups.flatMap(\.flat) == [
                    [
                        "__address__": "a:80", "__meta_serverset_path": "/svc/a",
                        "__meta_serverset_endpoint_host": "a", "__meta_serverset_endpoint_port": "80",
                        "__meta_serverset_endpoint_host_http_admin": "a",
                        "__meta_serverset_endpoint_port_http_admin": "9990",
                        "__meta_serverset_status": "ALIVE", "__meta_serverset_shard": "3",
                    ]
                ]
            )
        }
    }

    @Test func `a member that Nerve wrote has its name`() {
        let labels = ZooKeeperMember.nerve(Array(#"{"host":"fd00::1","port":81,"name":"web"}"#.utf8), "/x/y")
        #expect(
            labels == [
                "__address__": "[fd00::1]:81", "__meta_nerve_endpoint_host": "fd00::1",
                "__meta_nerve_endpoint_name": "web", "__meta_nerve_endpoint_port": "81", "__meta_nerve_path": "/x/y",
            ]
        )
    }

    @Test(
        arguments: [
            "", "[]", "1", "{", #"{"serviceEndpoint":[]}"#, #"{"serviceEndpoint":{"host":"a","port":"80"}}"#,
            #"{"serviceEndpoint":{"host":1,"port":80}}"#, #"{"serviceEndpoint":{},"additionalEndpoints":[]}"#,
            #"{"serviceEndpoint":{},"shard":"1"}"#, #"{"serviceEndpoint":{},"status":1}"#,
            #"{"serviceEndpoint":{},"shard":1.5}"#, "\u{0}\u{1}",
        ]
    )
    func `data that describes no member is no target`(data: String) {
        #expect(ZooKeeperMember.serverset(Array(data.utf8), "/a") == nil)
    }

    @Test func `members that come, change and go are followed, also deep below`() async throws {
        try await following { server, bench in
            _ = try await bench.groups { Self.addresses($0) == ["a:80"] }
            server.set("/svc/b", "{}x")
            server.set("/svc/b", Self.member("b"))
            _ = try await bench.groups { Self.addresses($0) == ["a:80", "b:80"] }
            server.set("/svc/b/deep", "")
            server.set("/svc/b/deep/c", Self.member("c"))
            _ = try await bench.groups { Self.addresses($0) == ["a:80", "b:80", "c:80"] }
            server.set("/svc/a", Self.member("a", port: 81))
            _ = try await bench.groups { Self.addresses($0) == ["a:81", "b:80", "c:80"] }
            server.set("/svc/a", "no member any more")
            _ = try await bench.groups { Self.addresses($0) == ["b:80", "c:80"] }
            server.remove("/svc/b/deep/c")
            _ = try await bench.groups { Self.addresses($0) == ["b:80"] }
            server.remove("/svc/b/deep")
            server.remove("/svc/b")
            _ = try await bench.groups { Self.addresses($0) == [] }
        }
    }

    @Test func `a path that is not there yet, or not any more, is waited for`() async throws {
        try await following("[/late/, /svc]") { server, bench in
            _ = try await bench.groups { Self.addresses($0) == ["a:80"] }
            server.set("/late", Self.member("late"))
            _ = try await bench.groups { Self.addresses($0) == ["a:80", "late:80"] }
            server.remove("/late")
            _ = try await bench.groups { Self.addresses($0) == ["a:80"] }
            server.set("/late", Self.member("again"))
            _ = try await bench.groups { Self.addresses($0) == ["a:80", "again:80"] }
        }
    }

    @Test func `a lost connection keeps the targets, is made again, and takes up its session`() async throws {
        try await following { server, bench in
            _ = try await bench.groups { Self.addresses($0) == ["a:80"] }
            server.dropConnections()
            server.set("/svc/b", Self.member("b"))
            server.remove("/svc/a")
            _ = try await bench.groups { Self.addresses($0) == ["b:80"] }
            #expect(server.resumptions == 1)
            #expect(bench.metric("prometheus_treecache_zookeeper_failures_total")?.hasSuffix(" 1") == true)
            // The second loss in a row waits.
            server.dropConnections()
            server.set("/svc/c", Self.member("c"))
            bench.tick()
            _ = try await bench.groups { Self.addresses($0) == ["b:80", "c:80"] }
        }
    }

    @Test func `a session that the server forgot is begun anew`() async throws {
        try await following { server, bench in
            _ = try await bench.groups { Self.addresses($0) == ["a:80"] }
            server.expireSessions()
            server.set("/svc/b", Self.member("b"))
            _ = try await bench.groups { Self.addresses($0) == ["a:80", "b:80"] }
            #expect(server.connections == 3)
            #expect(server.resumptions == 0)
        }
    }

    @Test(
        arguments: [
            [0x7F, 0xFF, 0xFF, 0xFF], [0, 0, 0, 1, 0], [0, 0, 0, 16] + [UInt8](repeating: 9, count: 16),
            [0, 0, 0, 24, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0x7F, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0],
        ] as [[UInt8]]
    )
    func `garbage ends the connection, and it is made again`(bytes: [UInt8]) async throws {
        let server = try SimulatedZooKeeper()
        defer { server.stop() }
        server.set("/svc", Self.member("a"))
        server.sayInstead(bytes)
        let bench = try MechanismBench(TableClient())
        let settings = try settings(server.port)
        try await bench.run {
            await bench.manager.apply(["job": settings])
            bench.tick()
            _ = try await bench.groups { Self.addresses($0) == ["a:80"] }
        }
        #expect(server.connections == 2)
    }

    @Test func `a server that falls silent is given up after the session's time`() async throws {
        try await following(timeout: "300ms") { server, bench in
            _ = try await bench.groups { Self.addresses($0) == ["a:80"] }
            server.fallSilent(true)
            while bench.metric("prometheus_treecache_zookeeper_failures_total")?.hasSuffix(" 0") == true {
                await Task.yield()
            }
            server.fallSilent(false)
            server.set("/svc/b", Self.member("b"))
            bench.tick()
            _ = try await bench.groups { Self.addresses($0) == ["a:80", "b:80"] }
        }
    }

    @Test func `of several servers one that answers is taken, and a stopped provider leaves`() async throws {
        let server = try SimulatedZooKeeper()
        defer { server.stop() }
        server.set("/svc", Self.member("a"))
        let bench = try MechanismBench(TableClient())
        let settings = try MechanismBench.settings(
            """
            serverset_sd_configs:
            - servers: ['127.0.0.1:1', 'nosuch.invalid:2181', '127.0.0.1:\(server.port)', '[::1]:1']
              paths: [/svc]
            """
        )
        try await bench.run {
            await bench.manager.apply(["job": settings])
            _ = try await bench.groups { Self.addresses($0) == ["a:80"] }
            #expect(bench.metric("prometheus_treecache_watcher_goroutines")?.hasSuffix(" 1") == true)
            await bench.manager.apply(["other": []])
            while !server.requests.contains("close ") { await Task.yield() }
        }
        while bench.metric("prometheus_treecache_watcher_goroutines")?.hasSuffix(" 0") == false { await Task.yield() }
    }

    @Test(
        arguments: [
            ("serverset_sd_configs: [{}]", "serverset SD config must contain at least one Zookeeper server"),
            ("nerve_sd_configs: [{}]", "nerve SD config must contain at least one Zookeeper server"),
            ("nerve_sd_configs: [{servers: [a]}]", "nerve SD config must contain at least one path"),
            (
                "serverset_sd_configs: [{servers: [a], paths: [/a, b]}]",
                "serverset SD config paths must begin with '/': b"
            ),
            ("nerve_sd_configs: [{servers: [a], paths: [/a], timeout: 0s}]", "timeout must be positive"),
            ("nerve_sd_configs: [{nope: 1}]", "field nope not found in type zookeeper.plain"),
        ]
    )
    func `mistakes are told in upstream's words`(settings: String, message: String) {
        let problem = MechanismBench.problem(settings)
        #expect(problem?.contains(message) == true, "\(problem ?? "no problem")")
    }
}
