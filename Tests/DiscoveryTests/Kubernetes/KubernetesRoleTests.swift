@testable import Discovery
import PrometheusModel
import Testing

/// What the roles make of objects.
@Suite(.timeLimit(.minutes(1))) struct KubernetesRoleTests {
    private let prefix = "__meta_kubernetes_"

    /// The targets of a cluster, each with its group's labels; the labels' common prefix is cut off.
    private func targets(_ settings: String, _ cluster: SimulatedCluster) async throws -> [[String: String]] {
        let text = "kubernetes_sd_configs: [{api_server: 'http://k8s/base/', \(settings)}]"
        return try await MechanismBench.firstFound(text, cluster).flatMap(\.flat).map { labels in
            Dictionary(
                uniqueKeysWithValues: labels.map { ($0.key.replacing(prefix, with: ""), $0.value) }
            )
        }
    }

    private func cluster(_ fill: (SimulatedCluster) -> Void) -> SimulatedCluster {
        let cluster = SimulatedCluster(base: "/base")
        fill(cluster)
        return cluster
    }

    @Test func `a pod has a target for each declared port and for each container without ports`() async throws {
        let cluster = cluster {
            $0.set(
                ClusterTexts.pods,
                "ns",
                "web-1",
                ClusterTexts.pod(
                    "ns",
                    "web-1",
                    address: "10.2.0.1",
                    rest: #"""
                        ,"uid":"u1","labels":{"app.k8s.io/name":"web"},"annotations":{"prometheus.io/scrape":"true","e":""},
                        "ownerReferences":[{"kind":"X","name":"x"},{"kind":"ReplicaSet","name":"web","controller":true}]
                        """#
                )
            )
            $0.set(ClusterTexts.pods, "ns", "young", ClusterTexts.pod("ns", "young", address: ""))
        }
        let targets = try await targets("role: pod", cluster)
        #expect(targets.map { $0["__address__"] } == ["10.2.0.1:80", "10.2.0.1:53", "10.2.0.1"])
        #expect(
            targets[0] == [
                "__address__": "10.2.0.1:80", "namespace": "ns", "pod_name": "web-1", "pod_ip": "10.2.0.1",
                "pod_uid": "u1", "pod_ready": "true", "pod_phase": "Running", "pod_node_name": "n1",
                "pod_host_ip": "10.0.0.1", "pod_controller_kind": "ReplicaSet", "pod_controller_name": "web",
                "pod_label_app_k8s_io_name": "web", "pod_labelpresent_app_k8s_io_name": "true",
                "pod_annotation_prometheus_io_scrape": "true", "pod_annotationpresent_prometheus_io_scrape": "true",
                "pod_annotationpresent_e": "true", "pod_container_name": "web", "pod_container_image": "web:1",
                "pod_container_id": "docker://abc", "pod_container_init": "false",
                "pod_container_port_name": "http", "pod_container_port_number": "80",
                "pod_container_port_protocol": "TCP",
            ]
        )
        #expect(targets[1]["pod_container_port_protocol"] == "UDP")
        #expect(targets[2]["pod_container_init"] == "true")
        #expect(targets[2]["pod_container_port_number"] == nil)
    }

    @Test func `a pod gets what is attached, and is left out while its node is not known`() async throws {
        let cluster = cluster {
            $0.set(ClusterTexts.nodes, "", "n1", ClusterTexts.node("n1", #","labels":{"zone":"a"}"#))
            $0.set(
                ClusterTexts.namespaces,
                "",
                "ns",
                "{\(ClusterTexts.metadata("", "ns", #","labels":{"team":"t"},"annotations":{"k":"v"}"#))}"
            )
            let owned = #","ownerReferences":[{"kind":"Deployment","name":"web","controller":true}]"#
            $0.set(ClusterTexts.replicaSets, "ns", "web-5", "{\(ClusterTexts.metadata("ns", "web-5", owned))}")
            let owner = #","ownerReferences":[{"kind":"ReplicaSet","name":"web-5","controller":true}]"#
            let pod = ClusterTexts.pod("ns", "a", address: "1.1.1.1", rest: owner)
            $0.set(ClusterTexts.pods, "ns", "a", pod)
            $0.set(ClusterTexts.pods, "ns", "b", ClusterTexts.pod("ns", "b", address: "1.1.1.2", node: "n2"))
        }
        let targets = try await targets(
            "role: pod, attach_metadata: {node: true, namespace: true, deployment: true}",
            cluster
        )
        #expect(targets.count == 3)
        let first = try #require(targets.first)
        #expect(
            first["node_name"] == "n1" && first["node_label_zone"] == "a" && first["node_labelpresent_zone"] == "true"
        )
        #expect(first["namespace_label_team"] == "t" && first["namespace_annotation_k"] == "v")
        #expect(first["pod_deployment_name"] == "web" && first["node_provider_id"] == nil)
    }

    @Test func `a node is one target with the port of its kubelet`() async throws {
        let cluster = cluster {
            $0.set(ClusterTexts.nodes, "", "n1", ClusterTexts.node("n1", #","labels":{"zone":"a"}"#))
            $0.set(ClusterTexts.nodes, "", "n2", "{\(ClusterTexts.metadata("", "n2")),\"status\":{}}")
        }
        let targets = try await targets("role: node", cluster)
        #expect(
            targets == [
                [
                    "__address__": "10.0.0.1:10250", "instance": "n1", "node_name": "n1", "node_label_zone": "a",
                    "node_labelpresent_zone": "true", "node_provider_id": "p://1", "node_condition_ready": "true",
                    "node_condition_diskpressure": "false", "node_address_Hostname": "host",
                    "node_address_InternalIP": "10.0.0.1",
                ]
            ]
        )
    }

    @Test func `a service has a target for each port, with what its type knows`() async throws {
        let cluster = cluster {
            $0.set(
                ClusterTexts.services,
                "ns",
                "a",
                ClusterTexts.service("ns", "a", rest: #","annotations":{"x/y":"1"}"#)
            )
            $0.set(
                ClusterTexts.services,
                "ns",
                "b",
                ClusterTexts.service("ns", "b", spec: #","type":"ExternalName","externalName":"e.org""#)
            )
            $0.set(
                ClusterTexts.services,
                "ns",
                "c",
                ClusterTexts.service("ns", "c", spec: #","type":"LoadBalancer","loadBalancerIP":"9.9.9.9""#)
            )
        }
        let targets = try await targets("role: service", cluster)
        #expect(
            targets[0] == [
                "__address__": "a.ns.svc:80", "namespace": "ns", "service_name": "a", "service_annotation_x_y": "1",
                "service_annotationpresent_x_y": "true", "service_port_name": "http", "service_port_number": "80",
                "service_port_protocol": "TCP", "service_type": "ClusterIP", "service_cluster_ip": "10.1.0.1",
            ]
        )
        #expect(targets[1]["service_external_name"] == "e.org" && targets[1]["service_cluster_ip"] == nil)
        #expect(targets[2]["service_loadbalancer_ip"] == "9.9.9.9")
    }

    @Test func `endpoints know their pods, and give the pods' other ports too`() async throws {
        let cluster = cluster {
            $0.set(ClusterTexts.services, "ns", "web", ClusterTexts.service("ns", "web", rest: #","labels":{"s":"1"}"#))
            $0.set(ClusterTexts.pods, "ns", "a", ClusterTexts.pod("ns", "a", address: "1.1.1.1"))
            $0.set(
                ClusterTexts.endpoints,
                "ns",
                "web",
                """
                {\(ClusterTexts.metadata("ns", "web")),"subsets":[{
                  "addresses":[{"ip":"1.1.1.1","nodeName":"n1","targetRef":{"kind":"Pod","namespace":"ns","name":"a"}}],
                  "notReadyAddresses":[{"ip":"fd00::1","hostname":"h"}],
                  "ports":[{"name":"http","port":80,"protocol":"TCP"}]}]}
                """
            )
        }
        let targets = try await targets("role: endpoints", cluster)
        #expect(targets.map { $0["__address__"] } == ["1.1.1.1:80", "[fd00::1]:80", "1.1.1.1:53"])
        let first = try #require(targets.first)
        #expect(first["endpoints_name"] == "web" && first["service_label_s"] == "1" && first["namespace"] == "ns")
        #expect(first["endpoint_ready"] == "true" && first["endpoint_node_name"] == "n1")
        #expect(first["endpoint_address_target_kind"] == "Pod" && first["endpoint_address_target_name"] == "a")
        #expect(first["pod_name"] == "a" && first["pod_container_port_name"] == "http")
        #expect(targets[1]["endpoint_ready"] == "false" && targets[1]["endpoint_hostname"] == "h")
        #expect(targets[1]["pod_name"] == nil)
        #expect(targets[2]["endpoint_ready"] == nil && targets[2]["pod_container_port_number"] == "53")
    }

    @Test func `slices find their service by its label, and those of a second family give nothing`() async throws {
        func slice(_ name: String, _ family: String, _ address: String) -> String {
            """
            {\(ClusterTexts.metadata("ns", name, #","labels":{"kubernetes.io/service-name":"web"}"#)),
             "addressType":"\(family)","ports":[{"name":"http","port":80,"protocol":"TCP","appProtocol":"http"},{"name":"any"}],
             "endpoints":[{"addresses":["\(address)"],"conditions":{"ready":true,"terminating":false},"zone":"z",
               "hostname":"h","nodeName":"n1","deprecatedTopology":{"a/b":"c"},
               "targetRef":{"kind":"Pod","namespace":"ns","name":"a"}}]}
            """
        }
        let cluster = cluster {
            let families = #","ipFamilies":["IPv4","IPv6"]"#
            $0.set(ClusterTexts.services, "ns", "web", ClusterTexts.service("ns", "web", spec: families))
            $0.set(ClusterTexts.slices, "ns", "web-4", slice("web-4", "IPv4", "1.1.1.1"))
            $0.set(ClusterTexts.slices, "ns", "web-6", slice("web-6", "IPv6", "fd00::1"))
        }
        let targets = try await targets("role: endpointslice", cluster)
        #expect(targets.map { $0["__address__"] } == ["1.1.1.1:80", "1.1.1.1"])
        let first = try #require(targets.first)
        #expect(first["endpointslice_name"] == "web-4" && first["service_name"] == "web")
        #expect(first["endpointslice_address_type"] == "IPv4" && first["endpointslice_port"] == "80")
        #expect(first["endpointslice_port_app_protocol"] == "http" && first["endpointslice_port_protocol"] == "TCP")
        #expect(first["endpointslice_endpoint_conditions_ready"] == "true")
        #expect(first["endpointslice_endpoint_conditions_serving"] == nil)
        #expect(first["endpointslice_endpoint_conditions_terminating"] == "false")
        #expect(first["endpointslice_endpoint_topology_a_b"] == "c" && first["endpointslice_endpoint_zone"] == "z")
        #expect(first["endpointslice_endpoint_topology_present_a_b"] == "true")
    }

    @Test func `an ingress has a target for each path, secure where a certificate covers the host`() async throws {
        let cluster = cluster {
            $0.set(
                ClusterTexts.ingresses,
                "ns",
                "i",
                """
                {\(ClusterTexts.metadata("ns", "i")),"spec":{"ingressClassName":"nginx","tls":[{"hosts":["*.a.org"]}],
                 "rules":[{"host":"x.a.org","http":{"paths":[{"path":"/"},{"path":"/b"}]}},{"host":"y.x.a.org"}]}}
                """
            )
        }
        let targets = try await targets("role: ingress", cluster)
        #expect(targets.map { $0["ingress_path"] } == ["/", "/b", "/"])
        #expect(targets.map { $0["ingress_scheme"] } == ["https", "https", "http"])
        #expect(targets[0]["__address__"] == "x.a.org" && targets[0]["ingress_class_name"] == "nginx")
    }
}
