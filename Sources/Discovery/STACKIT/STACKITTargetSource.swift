internal import HTTPClients
internal import PrometheusModel

/// Asks STACKIT for servers.
struct STACKITTargetSource: TargetSource {
    let settings: STACKITDiscovery
    let api: APIClient
    var tokens: STACKITTokenSource

    mutating func groups() async throws -> [TargetGroup] {
        let project = PercentEscapes.escaped(settings.project)
        let headers = try await tokens.headers() + [(name: "Accept", value: "application/json")]
        let response = try await api.send(
            "GET",
            "\(settings.url)/v1/projects/\(project)/servers?details=true",
            headers: headers
        )
        guard response.isSuccess else {
            if response.status == 401 { tokens.forget() }
            throw response.refusal
        }
        let servers = try JSONValue(parsing: response.body).list("items")
        return [TargetGroup(source: "stackit", targets: servers.compactMap(target))]
    }

    private func target(_ server: JSONValue) -> Labels? {
        var labels = MetaLabels("__meta_stackit_")
        var (publicAddress, privateAddress) = ("", "")
        for interface in server["nics"].elements {
            if publicAddress.isEmpty { publicAddress = interface["publicIp"].text }
            let address = interface["ipv4"].text
            guard !address.isEmpty else { continue }
            if privateAddress.isEmpty { privateAddress = address }
            labels.set("private_ipv4_", key: interface["networkName"].text, address)
        }
        let address = publicAddress.isEmpty ? privateAddress : publicAddress
        guard !address.isEmpty else { return nil }
        labels.setPlain("__address__", joinedAddress(address, settings.poll.port))
        labels["public_ipv4"] = publicAddress
        labels["id"] = server["id"].text
        labels["name"] = server["name"].text
        labels["type"] = server["machineType"].text
        labels["status"] = server["status"].text
        labels["power_status"] = server["powerStatus"].text
        labels["availability_zone"] = server["availabilityZone"].text
        for (key, value) in server["labels"].entries {
            labels.set("labelpresent_", key: key, "true")
            labels.set("label_", key: key, value.text)
        }
        return labels.labels()
    }
}
