import Discovery
import LabelMatching
import PrometheusConfiguration
import PrometheusModel
import StrictYAML
import TestSupport
import Testing

/// The tutorial's configuration for a cluster, against a simulated one.
@Suite(.timeLimit(.minutes(1))) struct KubernetesTutorialTests {
    static let path = SharedFolder.path + "/tutorial/prometheus-k8s.yml"
    static let isPresent = TextFile.modificationMilliseconds(path) != nil

    private let annotations = #"""
        ,"annotations":{"prometheus.io/scrape":"true","prometheus.io/port":"8080","prometheus.io/path":"/stats"}
        """#

    /// What the job `name` scrapes: relabelled targets.
    private func scraped(_ name: String, _ cluster: SimulatedCluster) async throws -> [Labels] {
        let text = String(decoding: try TextFile.read(Self.path), as: UTF8.self)
        // The file as it stands is for a server inside the cluster.
        let inside = try ServerConfiguration(decoding: Array(text.utf8), file: Self.path) { _ in nil }
        #expect(inside.warnings.isEmpty)
        let outside = text.replacing("- role:", with: "- api_server: http://k8s\n        role:")
        let configuration = try ServerConfiguration(decoding: Array(outside.utf8), file: Self.path) { _ in nil }
        let job = try #require(configuration.scrapeJobs.first { $0.jobName == name })
        let found = try await MechanismBench(cluster).firstFound(job.discovery)
        return found.flatMap { group in
            group.targets.compactMap { target in
                var builder = LabelsBuilder(group.labels)
                for label in target.array { builder.set(label.name, label.value) }
                return job.relabelRules.apply(to: builder.labels())
            }
        }
    }

    @Test(.enabled(if: isPresent, "the tutorial is not here"))
    func `pods are scraped by their annotations`() async throws {
        let cluster = SimulatedCluster()
        let pods = ClusterTexts.pods
        cluster.set(pods, "shop", "a", ClusterTexts.pod("shop", "a", address: "10.0.0.1", rest: annotations))
        cluster.set(pods, "shop", "b", ClusterTexts.pod("shop", "b", address: "10.0.0.2"))
        let scraped = try await scraped("kubernetes-pods", cluster)
        #expect(Set(scraped.map { $0["__address__"] ?? "" }) == ["10.0.0.1:80", "10.0.0.1:53", "10.0.0.1"])
        for target in scraped {
            #expect(target["__metrics_path__"] == "/stats")
            #expect(target["kubernetes_namespace"] == "shop" && target["kubernetes_pod_name"] == "a")
        }
    }

    @Test(.enabled(if: isPresent, "the tutorial is not here"))
    func `services are scraped by their annotations`() async throws {
        let cluster = SimulatedCluster()
        let services = ClusterTexts.services
        cluster.set(services, "shop", "a", ClusterTexts.service("shop", "a", rest: annotations))
        cluster.set(services, "shop", "b", ClusterTexts.service("shop", "b"))
        let scraped = try await scraped("kubernetes-services", cluster)
        #expect(scraped.map { $0["__address__"] } == ["a.shop.svc:80"])
        #expect(scraped.map { $0["__metrics_path__"] } == ["/stats"])
    }
}
