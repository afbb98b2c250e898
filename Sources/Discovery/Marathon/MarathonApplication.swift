internal import PrometheusModel

/// What an application of Marathon means in targets.
enum MarathonApplication {
    /// The ports of an application's tasks by index, 0 where the task knows it, with the labels of each.
    private struct Ports {
        var numbers: [Int] = []
        var labels: [JSONValue] = []
        /// The start of the names of the labels.
        var prefix = ""
    }

    /// The targets of one application.
    static func group(_ application: JSONValue) -> TargetGroup {
        var labels = MetaLabels("__meta_marathon_")
        labels["app"] = application["id"].text
        labels["image"] = application["container"]["docker"]["image"].text
        for (key, value) in application["labels"].entries { labels.set("app_label_", key: key, value.text) }
        return TargetGroup(source: application["id"].text, labels: labels.labels(), targets: targets(application))
    }

    private static func targets(_ application: JSONValue) -> [Labels] {
        let isInContainerNetwork = application["networks"][0]["mode"].text == "container"
        var ports = ports(application, isInContainerNetwork)
        var targets: [Labels] = []
        for task in application["tasks"].elements {
            let taskPorts = task["ports"].elements.map { $0.integer ?? 0 }
            // Ports that stand in tasks only are the same for all of them.
            if ports.numbers.isEmpty { ports.numbers = taskPorts }
            let address = task["ipAddresses"][0]["ipAddress"].text
            let host = isInContainerNetwork && !task["ipAddresses"].elements.isEmpty ? address : task["host"].text
            for (index, number) in ports.numbers.enumerated() {
                let port = number == 0 && taskPorts.indices.contains(index) ? taskPorts[index] : number
                var labels = MetaLabels("__meta_marathon_")
                labels.setPlain("__address__", joinedAddress(host, port))
                labels["task"] = task["id"].text
                labels["port_index"] = "\(index)"
                if ports.labels.indices.contains(index) {
                    for (key, value) in ports.labels[index].entries { labels.set(ports.prefix, key: key, value.text) }
                }
                targets.append(labels.labels())
            }
        }
        return targets
    }

    private static func ports(_ application: JSONValue, _ isInContainerNetwork: Bool) -> Ports {
        let container = application["container"]
        for mappings in [container["portMappings"].elements, container["docker"]["portMappings"].elements]
        where !mappings.isEmpty {
            let key = isInContainerNetwork ? "containerPort" : "hostPort"
            return Ports(
                numbers: mappings.map { $0[key].integer ?? 0 },
                labels: mappings.map { $0["labels"] },
                prefix: "port_mapping_label_"
            )
        }
        let definitions = application["portDefinitions"].elements
        // Without `requirePorts` the number is that of the service, and the task knows where it listens.
        let isRequired = application["requirePorts"].isTrue
        return Ports(
            numbers: definitions.map { isRequired ? $0["port"].integer ?? 0 : 0 },
            labels: definitions.map { $0["labels"] },
            prefix: "port_definition_label_"
        )
    }
}
