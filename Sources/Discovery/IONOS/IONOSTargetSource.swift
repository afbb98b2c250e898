internal import HTTPClients
internal import PrometheusModel

/// Asks the IONOS cloud for the servers of a data center.
struct IONOSTargetSource: TargetSource {
    private static let pageLength = 1000

    let dataCenter: String
    let port: Int
    let api: APIClient

    func groups() async throws -> [TargetGroup] {
        let path = "https://api.ionos.com/cloudapi/v6/datacenters/\(PercentEscapes.escaped(dataCenter))/servers"
        func url(_ offset: Int) -> String {
            "\(path)?depth=3&limit=\(Self.pageLength)&offset=\(offset)&pretty=true"
        }
        var collection = ""
        let servers = try await api.pages(
            url(0),
            list: {
                collection = $0["id"].text
                return try $0.list("items")
            },
            next: { answer, page in
                answer["items"].elements.count < Self.pageLength ? nil : url(page * Self.pageLength)
            }
        )
        return [TargetGroup(source: "ionos/\(dataCenter)", targets: servers.compactMap { target($0, collection) })]
    }

    /// A server without a network interface cannot be asked.
    private func target(_ server: JSONValue, _ collection: String) -> Labels? {
        let (properties, entities) = (server["properties"], server["entities"])
        let interfaces = entities["nics"]["items"].elements
        // Upstream puts the addresses of each further interface in front.
        let addresses = interfaces.reversed().flatMap { $0["properties"]["ips"].texts }
        guard let first = addresses.first else { return nil }
        var labels = MetaLabels("__meta_ionos_server_")
        labels.setPlain("__address__", joinedAddress(first, port))
        labels["availability_zone"] = properties["availabilityZone"].text
        labels["cpu_family"] = properties["cpuFamily"].text
        labels["servers_id"] = collection
        labels["id"] = server["id"].text
        labels["ip"] = addresses.joinedWithin(",")
        labels["lifecycle"] = server["metadata"]["state"].text
        labels["name"] = properties["name"].text
        labels["state"] = properties["vmState"].text
        labels["type"] = properties["type"].text
        labels["boot_cdrom_id"] = properties["bootCdrom"]["id"].text
        labels["boot_volume_id"] = properties["bootVolume"]["id"].text
        if !properties["bootVolume"].isNull {
            let id = properties["bootVolume"]["id"].text
            let volume = entities["volumes"]["items"].elements.first { $0["id"].text == id } ?? .null
            labels["boot_image_id"] = volume["properties"]["image"].text
        }
        for interface in interfaces {
            let name = interface["properties"]["name"].text
            labels.set(
                "nic_ip_",
                key: name.isEmpty ? "unnamed" : name,
                interface["properties"]["ips"].texts.joinedWithin(",")
            )
        }
        return labels.labels()
    }
}
