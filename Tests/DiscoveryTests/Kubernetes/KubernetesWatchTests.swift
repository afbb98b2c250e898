@testable import Discovery
import HTTPClients
import PrometheusModel
import Testing

/// How lists and watches are followed.
@Suite(.timeLimit(.minutes(1))) struct KubernetesWatchTests {
    private let settings = "kubernetes_sd_configs: [{api_server: 'http://k8s', role: pod}]"
    private let pods = ClusterTexts.pods

    /// A cluster with one pod, and a bench that asks it.
    private func setUp() throws -> (SimulatedCluster, MechanismBench) {
        let cluster = SimulatedCluster()
        cluster.set(pods, "ns", "a", ClusterTexts.pod("ns", "a", address: "1.1.1.1"))
        return (cluster, try MechanismBench(cluster))
    }

    private func sources(_ groups: [TargetGroup]) -> Set<String> { Set(groups.map(\.source)) }

    @Test func `objects that come, change and go are followed`() async throws {
        let (cluster, bench) = try setUp()
        try await bench.run {
            await bench.manager.apply(["job": try MechanismBench.settings(settings)])
            _ = try await bench.groups { sources($0) == ["pod/ns/a"] }
            cluster.set(pods, "ns", "b", ClusterTexts.pod("ns", "b", address: "1.1.1.2"))
            _ = try await bench.groups { sources($0) == ["pod/ns/a", "pod/ns/b"] }
            cluster.set(pods, "ns", "b", ClusterTexts.pod("ns", "b", address: "1.1.1.3"))
            _ = try await bench.groups { $0.last?.labels["__meta_kubernetes_pod_ip"] == "1.1.1.3" }
            cluster.remove(pods, "ns", "a")
            _ = try await bench.groups { sources($0) == ["pod/ns/b"] }
        }
        #expect(cluster.requests.count(where: { !$0.url.contains("watch=true") }) == 1)
        for event in ["add\",role=\"pod\"} 2", "update\",role=\"pod\"} 1", "delete\",role=\"pod\"} 1"] {
            #expect(bench.metric("prometheus_sd_kubernetes_events_total{event=\"\(event)") != nil)
        }
    }

    @Test func `a closed watch is taken up where it ended`() async throws {
        let (cluster, bench) = try setUp()
        try await bench.run {
            await bench.manager.apply(["job": try MechanismBench.settings(settings)])
            _ = try await bench.groups()
            var opened = cluster.openedWatches.makeAsyncIterator()
            _ = await opened.next()
            cluster.advance()
            cluster.bookmark(pods)
            cluster.closeWatches(pods)
            _ = await opened.next()
            cluster.set(pods, "ns", "b", ClusterTexts.pod("ns", "b", address: "1.1.1.2"))
            _ = try await bench.groups { $0.count == 2 }
        }
        let watches = cluster.requests.map(\.url).filter { $0.contains("watch=true") }
        #expect(watches.count == 2)
        #expect(watches[0].contains("resourceVersion=101&") && watches[1].contains("resourceVersion=102&"))
    }

    @Test func `a version that the server forgot is listed again, and what vanished meanwhile is taken back`()
        async throws
    {
        let (cluster, bench) = try setUp()
        cluster.set(pods, "ns", "b", ClusterTexts.pod("ns", "b", address: "1.1.1.2"))
        try await bench.run {
            await bench.manager.apply(["job": try MechanismBench.settings(settings)])
            _ = try await bench.groups { $0.count == 2 }
            var opened = cluster.openedWatches.makeAsyncIterator()
            _ = await opened.next()
            cluster.fail("\(pods)?watch", .unreachable)
            cluster.bookmark(pods)
            cluster.closeWatches(pods)
            while cluster.requests.count(where: { $0.url.contains("watch=true") }) < 2 { await Task.yield() }
            cluster.remove(pods, "ns", "a")
            cluster.set(pods, "ns", "c", ClusterTexts.pod("ns", "c", address: "1.1.1.3"))
            cluster.forgetChanges()
            bench.tick()
            _ = try await bench.groups { sources($0) == ["pod/ns/b", "pod/ns/c"] }
        }
        #expect(bench.metric("prometheus_sd_kubernetes_failures_total") == "prometheus_sd_kubernetes_failures_total 1")
        #expect(bench.metric("prometheus_sd_kubernetes_http_request_total{status_code=\"<error>\"} 1") != nil)
    }

    @Test(
        arguments: [
            SimulatedCluster.Fault.unreachable, .status(403, #"{"kind":"Status","message":"pods is forbidden"}"#),
            .status(500, "oops"), .body("<html>"), .body("{\"metadata\":{},\"items\":[{\"metadata\":"), .body(""),
        ]
    )
    func `a list that fails is asked for again, later`(fault: SimulatedCluster.Fault) async throws {
        let (cluster, bench) = try setUp()
        cluster.fail(pods, fault)
        try await bench.run {
            await bench.manager.apply(["job": try MechanismBench.settings(settings)])
            while cluster.requests.isEmpty { await Task.yield() }
            bench.tick()
            _ = try await bench.groups { $0.count == 1 }
        }
        #expect(bench.metric("prometheus_sd_kubernetes_failures_total") == "prometheus_sd_kubernetes_failures_total 1")
    }

    @Test(
        arguments: [
            "garbage\n", "{\"type\":\"MODIFIED\"}\n", "{\"type\":\"NEW\",\"object\":{\"metadata\":{}}}\n", "}",
            "{\"type\":\"ERROR\",\"object\":{\"code\":500,\"message\":\"etcd\"}}\n",
        ]
    )
    func `a watch that sends garbage is given up, and everything is listed again`(garbage: String) async throws {
        let (cluster, bench) = try setUp()
        try await bench.run {
            await bench.manager.apply(["job": try MechanismBench.settings(settings)])
            _ = try await bench.groups()
            var opened = cluster.openedWatches.makeAsyncIterator()
            _ = await opened.next()
            cluster.say(pods, garbage)
            cluster.closeWatches(pods)
            cluster.remove(pods, "ns", "a")
            bench.tick()
            _ = try await bench.groups { $0.isEmpty }
        }
        #expect(cluster.requests.count(where: { !$0.url.contains("watch=true") }) == 2)
    }

    @Test func `long lists come in pages, and a page that expired begins a list anew`() async throws {
        let cluster = SimulatedCluster()
        for number in 0..<1200 {
            cluster.set(pods, "ns", "p\(number)", ClusterTexts.pod("ns", "p\(number)", address: "1.1.1.1"))
        }
        let groups = try await MechanismBench.firstFound(settings, cluster)
        #expect(groups.count == 1200)
        #expect(cluster.requests.filter { $0.url.contains("limit=500") }.count == 3)
        #expect(cluster.requests.filter { $0.url.contains("continue=") }.count == 2)
    }

    @Test func `namespaces and selectors narrow every request`() async throws {
        let cluster = SimulatedCluster()
        for namespace in ["x", "y", "z"] {
            cluster.set(pods, namespace, "a", ClusterTexts.pod(namespace, "a", address: "1.1.1.1"))
        }
        let groups = try await MechanismBench.firstFound(
            """
            kubernetes_sd_configs:
            - api_server: 'http://k8s'
              role: pod
              namespaces: {names: [x, z]}
              selectors: [{role: pod, label: 'app in (a,b)', field: 'status.phase=Running'}]
            """,
            cluster
        )
        #expect(sources(groups) == ["pod/x/a", "pod/z/a"])
        let wanted = "&labelSelector=app%20in%20%28a%2Cb%29&fieldSelector=status.phase%3DRunning"
        #expect(cluster.requests.allSatisfy { $0.url.hasSuffix(wanted) && $0.url.contains("/namespaces/") })
        #expect(cluster.requests.allSatisfy { $0.header("User-Agent") == "Prometheus/test" })
    }

    @Test func `endpoints are told again when their service or a pod changes`() async throws {
        let cluster = SimulatedCluster()
        cluster.set(
            ClusterTexts.endpoints,
            "ns",
            "web",
            """
            {\(ClusterTexts.metadata("ns", "web")),"subsets":[{"ports":[{"port":80}],
              "addresses":[{"ip":"1.1.1.1","targetRef":{"kind":"Pod","namespace":"ns","name":"a"}}]}]}
            """
        )
        let bench = try MechanismBench(cluster)
        try await bench.run {
            let text = "kubernetes_sd_configs: [{api_server: 'http://k8s', role: endpoints}]"
            await bench.manager.apply(["job": try MechanismBench.settings(text)])
            _ = try await bench.groups { $0.first?.targets.count == 1 }
            cluster.set(pods, "ns", "a", ClusterTexts.pod("ns", "a", address: "1.1.1.1"))
            _ = try await bench.groups { $0.first?.targets.count == 2 }
            cluster.set(ClusterTexts.services, "ns", "web", ClusterTexts.service("ns", "web"))
            _ = try await bench.groups { $0.first?.labels["__meta_kubernetes_service_name"] == "web" }
            cluster.remove(ClusterTexts.services, "ns", "web")
            _ = try await bench.groups { $0.first?.labels["__meta_kubernetes_service_name"] == nil }
        }
    }
}
