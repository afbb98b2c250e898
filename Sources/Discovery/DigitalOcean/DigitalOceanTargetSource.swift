internal import HTTPClients
internal import PrometheusModel

/// Asks DigitalOcean for droplets or databases.
struct DigitalOceanTargetSource: TargetSource {
    let role: String
    let port: Int
    let api: APIClient

    func groups() async throws -> [TargetGroup] {
        let isOfDroplets = role == "droplets"
        let url = "https://api.digitalocean.com/v2/\(role)"
        let all: [JSONValue]
        do {
            all = try await api.pages(url, list: { try $0.list(role) }) { answer, page in
                answer["links"]["pages"]["next"].text.isEmpty ? nil : "\(url)?page=\(page + 1)"
            }
        } catch {
            throw DiscoveryError("error while listing \(role): \(error)")
        }
        let targets = isOfDroplets ? all.compactMap(droplet) : all.map(database)
        return [TargetGroup(source: "DigitalOcean", targets: targets)]
    }

    private func droplet(_ droplet: JSONValue) -> Labels? {
        let networks = droplet["networks"]["v4"].elements
        guard !networks.isEmpty else { return nil }
        func address(_ kind: String, _ networks: [JSONValue]) -> String {
            networks.first { $0["type"].text == kind }?["ip_address"].text ?? ""
        }
        let publicAddress = address("public", networks)
        var labels = MetaLabels("__meta_digitalocean_")
        labels.setPlain("__address__", joinedAddress(publicAddress, port))
        labels["droplet_id"] = droplet["id"].text
        labels["droplet_name"] = droplet["name"].text
        labels["image"] = droplet["image"]["slug"].text
        labels["image_name"] = droplet["image"]["name"].text
        labels["private_ipv4"] = address("private", networks)
        labels["public_ipv4"] = publicAddress
        labels["public_ipv6"] = address("public", droplet["networks"]["v6"].elements)
        labels["region"] = droplet["region"]["slug"].text
        labels["size"] = droplet["size_slug"].text
        labels["status"] = droplet["status"].text
        labels["vpc"] = droplet["vpc_uuid"].text
        for list in ["features", "tags"] where !droplet[list].elements.isEmpty {
            labels[list] = droplet[list].texts.joinedWithin(",")
        }
        return labels.labels()
    }

    private func database(_ database: JSONValue) -> Labels {
        let connection = database["connection"]
        var labels = MetaLabels("__meta_digitalocean_db_")
        labels.setPlain("__address__", joinedAddress(connection["host"].text, port))
        for key in ["id", "name", "engine", "version", "status", "region", "size", "num_nodes"] {
            labels[key] = database[key].text
        }
        labels["host"] = connection["host"].text
        labels["private_host"] = database["private_connection"]["host"].text
        for tag in database["tags"].texts {
            // A tag is a text; where it is written as key and value, it is split.
            let parts = tag.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            labels.set("tag_", key: String(parts[0]), parts.count > 1 ? String(parts[1]) : "true")
        }
        return labels.labels()
    }
}
