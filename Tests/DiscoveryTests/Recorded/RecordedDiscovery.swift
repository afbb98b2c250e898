@testable import Discovery
import HTTPClients
import PrometheusModel
import StrictYAML

/// A simulated service with the targets that are to be found in it, read from `Tests/Fixtures/Discovery`.
struct RecordedDiscovery {
    private static let folder =
        #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(3)
        .joined(separator: "/") + "/Fixtures/Discovery/"

    /// All recordings.
    static let names = [
        "aws-ec2", "aws-ecs", "aws-elasticache", "aws-lightsail", "aws-msk", "aws-rds", "azure", "azure-group",
        "digitalocean", "docker", "docker-all", "ec2", "ecs", "elasticache", "eureka", "gce", "hcloud", "ionos",
        "lightsail", "linode", "linode-region", "marathon", "msk", "oci", "openstack-hypervisor",
        "openstack-instance", "openstack-loadbalancer", "outscale", "ovh-dedicated", "ovh-vps", "puppetdb",
        "rds", "robot", "scaleway-baremetal", "scaleway-instance", "stackit", "swarm-nodes", "swarm-services",
        "swarm-tasks", "triton-cn", "triton-container", "uyuni", "vultr",
    ]

    /// The configuration of a job.
    let text: String
    let client: RecordedClient
    /// The environment of the process.
    let variables: [String: String]
    /// The labels of each target.
    let targets: Set<[String: String]>

    /// Labels that later versions than the recorded one have, and we too.
    private let newer: Set<String>
    /// Addresses that later versions find besides.
    private let newerTargets: Set<String>

    init(_ name: String) throws {
        let file = try JSONValue(parsing: TextFile.read("\(Self.folder)\(name).json"))
        let root = Self.folder.split(separator: "/", omittingEmptySubsequences: false).dropLast(2).joined(
            separator: "/"
        )
        text = "\(file["key"].text): [\(JSONText.text(file["settings"]))]".split(separator: "$FIXTURES")
            .joined(separator: root)
        variables = Dictionary(uniqueKeysWithValues: file["variables"].entries.map { ($0.key, $0.value.text) })
        client = RecordedClient(
            Dictionary(uniqueKeysWithValues: file["answers"].entries.map { ($0.key, Self.response($0.value)) })
        )
        newer = Set(file["newer"].texts)
        newerTargets = Set(file["newerTargets"].texts)
        targets = Set(
            file["targets"].elements.map { target in
                Dictionary(
                    uniqueKeysWithValues: target.entries.filter { !$0.value.text.isEmpty }
                        .map { ($0.key, $0.value.text) }
                )
            }
        )
    }

    /// The labels of each target as far as the recorded version has them.
    func comparable(_ groups: [TargetGroup]) -> Set<[String: String]> {
        Set(
            groups.flatMap(\.flat).filter { !newerTargets.contains($0["__address__"] ?? "") }.map {
                $0.filter { !newer.contains($0.key) }
            }
        )
    }

    private static func response(_ answer: JSONValue) -> HTTPClientResponse {
        let body = if case .string(let text) = answer["body"] { text } else { JSONText.text(answer["body"]) }
        let type = answer["type"].isNull ? "application/json" : answer["type"].text
        return HTTPClientResponse(
            status: answer["status"].integer ?? 200,
            reason: "OK",
            headers: [("Content-Type", type)] + answer["headers"].entries.map { ($0.key, $0.value.text) },
            body: Array(body.utf8)
        )
    }
}
