internal import PrometheusModel

/// An instance of a service as a target.
enum ConsulTarget {
    private static let maintenanceChecks = ["_node_maintenance", "_service_maintenance:"]

    /// The labels of an entry of `/v1/health/service`.
    static func labels(_ entry: JSONValue, _ separator: String) -> Labels {
        let (node, service) = (entry["Node"], entry["Service"])
        let (host, port) = (service["Address"].text, service["Port"].text)
        var meta = MetaLabels("__meta_consul_")
        meta.setPlain("__address__", joinedAddress(host.isEmpty ? node["Address"].text : host, port))
        meta["address"] = node["Address"].text
        meta["node"] = node["Node"].text
        meta["namespace"] = service["Namespace"].text
        meta["partition"] = service["Partition"].text
        meta["service_id"] = service["ID"].text
        meta["service_address"] = host
        meta["service_port"] = port
        meta["health"] = health(entry["Checks"].elements)
        meta["tags"] = service["Tags"].texts.joinedWithin(separator)
        for (key, value) in node["Meta"].entries { meta.set("metadata_", key: key, value.text) }
        for (key, value) in service["Meta"].entries { meta.set("service_metadata_", key: key, value.text) }
        for (key, value) in node["TaggedAddresses"].entries { meta.set("tagged_address_", key: key, value.text) }
        return meta.labels()
    }

    /// The worst of all checks.
    private static func health(_ checks: [JSONValue]) -> String {
        var worst = "passing"
        for check in checks {
            if maintenanceChecks.contains(where: { check["CheckID"].text.hasPrefix($0) }) { return "maintenance" }
            switch check["Status"].text {
            case "critical": worst = "critical"
            case "warning": worst = worst == "critical" ? worst : "warning"
            default: continue
            }
        }
        return worst
    }
}
