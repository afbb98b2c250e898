/// A task of ECS, as the service tells it.
struct ECSTask {
    private let task: JSONValue
    /// The details of the network interface that the task has for itself; empty if it has none.
    private let details: [String: String]

    init(_ task: JSONValue) {
        self.task = task
        let attachment = task["attachments"].elements.first { $0["type"].text == "ElasticNetworkInterface" }
        details = Dictionary(
            (attachment?["details"].elements ?? []).map { ($0["name"].text, $0["value"].text) },
            uniquingKeysWith: { $1 }
        )
    }

    /// The address of its own interface.
    var address: String {
        let address4 = details["privateIPv4Address"] ?? ""
        return address4.isEmpty ? details["privateIPv6Address"] ?? "" : address4
    }

    var subnet: String { details["subnetId"] ?? "" }

    /// The id of its own interface.
    var interface: String? { details["networkInterfaceId"].flatMap { $0.isEmpty ? nil : $0 } }

    /// The ARN of the machine it runs on; empty where Amazon keeps that to itself.
    var machineARN: String { task["containerInstanceArn"].text }

    /// The service that started it.
    var service: String? {
        let start = "service:"
        let group = task["group"].text
        return group.hasPrefix(start) ? String(group.dropFirst(start.count)) : nil
    }

    /// Adds what the task itself says.
    func add(to labels: inout MetaLabels) {
        let texts = [
            ("task_group", "group"), ("task_arn", "taskArn"), ("task_definition", "taskDefinitionArn"),
            ("launch_type", "launchType"), ("desired_status", "desiredStatus"), ("last_status", "lastStatus"),
            ("health_status", "healthStatus"), ("platform_family", "platformFamily"),
            ("platform_version", "platformVersion"), ("availability_zone", "availabilityZone"),
            ("container_instance_arn", "containerInstanceArn"),
        ]
        for (label, key) in texts { labels[label] = task[key].text }
        labels["network_mode"] = details.isEmpty ? "bridge" : "awsvpc"
        for tag in task["tags"].elements { labels.set("tag_task_", key: tag["key"].text, tag["value"].text) }
    }
}
