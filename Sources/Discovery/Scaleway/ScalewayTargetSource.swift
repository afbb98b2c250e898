internal import HTTPClients
internal import PrometheusModel
internal import StrictYAML

/// Asks Scaleway for instances or bare metal.
struct ScalewayTargetSource: TargetSource {
    let settings: ScalewayDiscovery
    let api: APIClient

    func groups() async throws -> [TargetGroup] {
        let targets = settings.role == "instance" ? try await instances() : try await machines()
        return [TargetGroup(source: "scaleway", targets: targets)]
    }

    /// The secret; that of a file is read each time.
    private func token() throws -> [(name: String, value: String)] {
        guard settings.secretKey.isEmpty else { return [("X-Auth-Token", settings.secretKey.revealed)] }
        do throws(TextFileError) {
            let text = String(decoding: try TextFile.read(settings.secretKeyFile), as: UTF8.self).trimmed
            return [("X-Auth-Token", text)]
        } catch {
            throw DiscoveryError("unable to read secret key file \(settings.secretKeyFile): \(error)")
        }
    }

    /// All elements of a list; `query` has what stands in front of and behind the number of the page.
    private func list(_ path: String, _ key: String, _ query: (before: String, after: String)) async throws
        -> [JSONValue]
    {
        let start = "\(settings.apiURL)/\(path)/zones/\(settings.zone)/\(key)?\(query.before)page="
        var count = 0
        return try await api.pages(
            "\(start)1\(query.after)",
            headers: try token(),
            list: {
                let elements = try $0.list(key)
                count += elements.count
                return elements
            },
            next: { answer, page in
                let isLast = answer[key].elements.isEmpty || count >= answer["total_count"].integer ?? 0
                return isLast ? nil : "\(start)\(page + 1)\(query.after)"
            }
        )
    }

    private var nameFilter: String {
        settings.nameFilter.isEmpty ? "" : "name=\(PercentEscapes.formEscaped(settings.nameFilter))&"
    }

    private var tagsFilter: String { settings.tagsFilter.joined(separator: ",") }

    // MARK: Instances

    private func instances() async throws -> [Labels] {
        let tags = tagsFilter.isEmpty ? "" : "&tags=\(PercentEscapes.formEscaped(tagsFilter))"
        let servers = try await list("instance/v1", "servers", ("\(nameFilter)order=creation_date_desc&", tags))
        var targets: [Labels] = []
        for server in servers {
            if let target = try await instance(server) { targets.append(target) }
        }
        return targets
    }

    private func instance(_ server: JSONValue) async throws -> Labels? {
        var labels = MetaLabels("__meta_scaleway_instance_")
        let texts = [
            ("boot_type", "boot_type"), ("hostname", "hostname"), ("id", "id"), ("name", "name"),
            ("organization_id", "organization"), ("project_id", "project"), ("status", "state"),
            ("type", "commercial_type"), ("zone", "zone"),
        ]
        for (label, key) in texts { labels[label] = server[key].text }
        for key in ["id", "arch", "name"] { labels["image_\(key)"] = server["image"][key].text }
        for key in ["cluster_id", "hypervisor_id", "node_id"] {
            labels["location_\(key)"] = server["location"][key].text
        }
        for key in ["id", "name"] { labels["security_group_\(key)"] = server["security_group"][key].text }
        // A zone is a region with a number.
        labels["region"] = server["zone"].text.split(separator: "-").dropLast().joined(separator: "-")
        if !server["tags"].elements.isEmpty { labels["tags"] = server["tags"].texts.joinedWithin(",") }
        var found = addAddresses(of: server, to: &labels)
        if found == nil { found = try await cardAddress(of: server, region: labels["region"] ?? "") }
        guard let address = found else { return nil }
        labels.setPlain("__address__", joinedAddress(address, settings.poll.port))
        return labels.labels()
    }

    /// Adds the addresses of an instance, and returns the one to use.
    private func addAddresses(of server: JSONValue, to labels: inout MetaLabels) -> String? {
        let addresses = server["public_ips"].elements
        for (family, label) in [("inet", "public_ipv4_addresses"), ("inet6", "public_ipv6_addresses")] {
            let texts = addresses.filter { $0["family"].text == family }.map { $0["address"].text }
            if !texts.isEmpty { labels[label] = texts.joinedWithin(",") }
        }
        let address6 = server["ipv6"]["address"].text
        let publicAddress = server["public_ip"]["address"].text
        let privateAddress = server["private_ip"].text
        labels["public_ipv6"] = address6
        labels["public_ipv4"] = publicAddress
        labels["private_ipv4"] = privateAddress
        return [privateAddress, publicAddress, address6].first { !$0.isEmpty }
    }

    /// The address of an instance's first network card in a private network, which another service knows.
    private func cardAddress(of server: JSONValue, region: String) async throws -> String? {
        let card = server["private_nics"][0]["id"].text
        guard !card.isEmpty, !region.isEmpty else { return nil }
        let query = "is_ipv6=false&resource_id=\(PercentEscapes.escaped(card))&resource_type=instance_private_nic"
        let url = "\(settings.apiURL)/ipam/v1/regions/\(region)/ips?\(query)"
        let addresses = try await api.json("GET", url, headers: try token()).list("ips")
        return addresses.first?["address"].text.split(separator: "/").first.map(String.init)
    }

    // MARK: Bare metal

    private func machines() async throws -> [Labels] {
        let tags = tagsFilter.isEmpty ? "" : "&tags=\(PercentEscapes.formEscaped(tagsFilter))"
        let servers = try await list("baremetal/v1", "servers", ("\(nameFilter)order_by=created_at_asc&", tags))
        let offers = try await list("baremetal/v1", "offers", ("", "&subscription_period=unknown_subscription_period"))
        let systems = try await list("baremetal/v1", "os", ("", ""))
        func byID(_ all: [JSONValue]) -> [String: JSONValue] {
            Dictionary(all.map { ($0["id"].text, $0) }, uniquingKeysWith: { $1 })
        }
        let (offersByID, systemsByID) = (byID(offers), byID(systems))
        return servers.compactMap { machine($0, offersByID, systemsByID) }
    }

    private func machine(
        _ server: JSONValue,
        _ offers: [String: JSONValue],
        _ systems: [String: JSONValue]
    ) -> Labels? {
        var labels = MetaLabels("__meta_scaleway_baremetal_")
        for key in ["id", "name", "project_id", "status", "zone"] { labels[key] = server[key].text }
        labels["type"] = offers[server["offer_id"].text]?["name"].text
        if let system = systems[server["install"]["os_id"].text] {
            labels["os_name"] = system["name"].text
            labels["os_version"] = system["version"].text
        }
        if !server["tags"].elements.isEmpty { labels["tags"] = server["tags"].texts.joinedWithin(",") }
        func address(_ version: String) -> String {
            server["ips"].elements.last { $0["version"].text == version }?["address"].text ?? ""
        }
        let (address4, address6) = (address("IPv4"), address("IPv6"))
        labels["public_ipv4"] = address4
        labels["public_ipv6"] = address6
        guard let first = [address4, address6].first(where: { !$0.isEmpty }) else { return nil }
        labels.setPlain("__address__", joinedAddress(first, settings.poll.port))
        return labels.labels()
    }
}
