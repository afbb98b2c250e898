internal import HTTPClients
internal import PrometheusModel

/// Asks a Eureka server for its applications.
struct EurekaTargetSource: TargetSource {
    let server: String
    let api: APIClient

    func groups() async throws -> [TargetGroup] {
        let response = try await api.send("GET", "\(server)/apps", headers: [("Accept", "application/xml")])
        guard response.isSuccess else {
            throw DiscoveryError("non 2xx status '\(response.status)' response during eureka service discovery")
        }
        let applications = try XMLReader.parse(response.body)
        // Another page than that of Eureka does not mean that there is nothing.
        guard applications.name == "applications" else {
            throw DiscoveryError("expected element type <applications> but have <\(applications.name)>")
        }
        let targets = applications.all("application").flatMap { application in
            application.all("instance").map { Self.target($0, application.text("name")) }
        }
        return [TargetGroup(source: "eureka", targets: targets)]
    }

    private static func target(_ instance: XMLElement, _ application: String) -> Labels {
        var labels = MetaLabels("__meta_eureka_app_")
        let port = instance["port"]
        labels.setPlain("__address__", joinedAddress(instance.text("hostName"), port?.text ?? "80"))
        labels.setPlain("instance", instance.text("instanceId"))
        labels["name"] = application
        labels["instance_id"] = instance.text("instanceId")
        labels["instance_hostname"] = instance.text("hostName")
        labels["instance_homepage_url"] = instance.text("homePageUrl")
        labels["instance_statuspage_url"] = instance.text("statusPageUrl")
        labels["instance_healthcheck_url"] = instance.text("healthCheckUrl")
        labels["instance_ip_addr"] = instance.text("ipAddr")
        labels["instance_vip_address"] = instance.text("vipAddress")
        labels["instance_secure_vip_address"] = instance.text("secureVipAddress")
        labels["instance_status"] = instance.text("status")
        labels["instance_country_id"] = instance["countryId"]?.text ?? "0"
        if let port {
            labels["instance_port"] = port.text
            labels["instance_port_enabled"] = isEnabled(port)
        }
        if let port = instance["securePort"] {
            labels["instance_secure_port"] = port.text
            labels["instance_secure_port_enabled"] = isEnabled(port)
        }
        if let center = instance["dataCenterInfo"] {
            labels["instance_datacenterinfo_name"] = center.text("name")
            for entry in center["metadata"]?.children ?? [] {
                labels.set("instance_datacenterinfo_metadata_", key: entry.name, entry.text)
            }
        }
        for entry in instance["metadata"]?.children ?? [] {
            labels.set("instance_metadata_", key: entry.name, entry.text)
        }
        return labels.labels()
    }

    private static func isEnabled(_ port: XMLElement) -> String {
        ["true", "1", "TRUE", "True", "t", "T"].contains(port.attributes["enabled"] ?? "") ? "true" : "false"
    }
}
