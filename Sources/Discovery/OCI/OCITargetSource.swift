internal import HTTPClients
internal import PrometheusModel

/// Asks Oracle's cloud for instances and their network cards.
struct OCITargetSource: TargetSource {
    private static let version = "20160918"
    private static let mostPages = 10_000
    private static let mostRequests = 10

    let settings: OCIDiscovery
    let api: APIClient
    let clock: WallClock
    var keys: OCIKeySource

    init(settings: OCIDiscovery, api: APIClient, keys: OCIKeySource) {
        self.settings = settings
        self.api = api
        self.keys = keys
        clock = keys.clock
    }

    /// The domain of the realm that a region is in.
    static func domain(_ region: String) -> String {
        if region.hasPrefix("us-gov-") || region == "us-langley-1" || region == "us-luke-1" {
            return "oraclegovcloud.com"
        }
        return region.hasPrefix("uk-gov-") ? "oraclegovcloud.uk" : "oraclecloud.com"
    }

    mutating func groups() async throws -> [TargetGroup] {
        do {
            let signer = try await keys.signer()
            // Without a list it is the tenancy itself, which is the outermost compartment.
            let compartments = settings.compartments.isEmpty ? [keys.tenancy] : settings.compartments
            var targets: [Labels] = []
            for compartment in compartments { targets += try await self.targets(compartment, signer) }
            return [TargetGroup(source: "oci_\(settings.region)", targets: targets)]
        } catch {
            keys.forget()
            throw error
        }
    }

    private func targets(_ compartment: String, _ signer: OCISigner) async throws -> [Labels] {
        let instances: [JSONValue]
        let attachments: [JSONValue]
        do {
            instances = try await list("instances", compartment, signer)
        } catch {
            throw DiscoveryError("could not list instances of compartment \(compartment): \(error)")
        }
        do {
            attachments = try await list("vnicAttachments", compartment, signer)
                .filter { $0["lifecycleState"].text == "ATTACHED" && !$0["vnicId"].text.isEmpty }
        } catch {
            throw DiscoveryError("could not list VNIC attachments of compartment \(compartment): \(error)")
        }
        let known = Set(instances.map { $0["id"].text })
        let wanted = attachments.filter { known.contains($0["instanceId"].text) }
        let (api, clock, root) = (api, clock, root)
        let cards = try await concurrently(wanted, limit: Self.mostRequests) { attachment in
            let url = "\(root)/vnics/\(PercentEscapes.escaped(attachment["vnicId"].text))"
            let headers = try signer.headers(get: url, atMilliseconds: clock.nowMilliseconds())
            let response = try await api.send("GET", url, headers: headers)
            // Cards come off while we ask.
            if response.status == 404 { return JSONValue.null }
            guard response.isSuccess else { throw Self.refusal(response) }
            return try JSONValue(parsing: response.body)
        }
        var first: [String: JSONValue] = [:]
        for (attachment, card) in zip(wanted, cards) where card["isPrimary"].isTrue {
            first[attachment["instanceId"].text] = card
        }
        return instances.compactMap { instance in first[instance["id"].text].flatMap { target(instance, $0) } }
    }

    private var root: String {
        "https://iaas.\(settings.region).\(Self.domain(settings.region))/\(Self.version)"
    }

    private func list(_ path: String, _ compartment: String, _ signer: OCISigner) async throws -> [JSONValue] {
        var all: [JSONValue] = []
        var page = ""
        for _ in 0..<Self.mostPages {
            let next = page.isEmpty ? "" : "&page=\(PercentEscapes.escaped(page))"
            let url = "\(root)/\(path)?compartmentId=\(PercentEscapes.escaped(compartment))\(next)"
            let headers = try signer.headers(get: url, atMilliseconds: clock.nowMilliseconds())
            let response = try await api.send("GET", url, headers: headers)
            guard response.isSuccess else { throw Self.refusal(response) }
            all += try JSONValue(parsing: response.body).list()
            page = response.header("opc-next-page") ?? ""
            if page.isEmpty { break }
        }
        return all
    }

    /// What the API says of a request that it refuses.
    private static func refusal(_ response: HTTPClientResponse) -> DiscoveryError {
        let answer = (try? JSONValue(parsing: response.body)) ?? .null
        guard !answer["code"].text.isEmpty else { return response.refusal }
        return DiscoveryError("\(response.status) \(answer["code"].text): \(answer["message"].text)")
    }

    private func target(_ instance: JSONValue, _ card: JSONValue) -> Labels? {
        let address = card["privateIp"].text
        guard !address.isEmpty else { return nil }
        var labels = MetaLabels("__meta_oci_")
        let texts = [
            ("availability_domain", "availabilityDomain"), ("compartment_id", "compartmentId"),
            ("fault_domain", "faultDomain"), ("instance_id", "id"), ("instance_name", "displayName"),
            ("instance_shape", "shape"), ("instance_state", "lifecycleState"), ("region", "region"),
        ]
        for (label, key) in texts { labels[label] = instance[key].text }
        if instance["region"].text.isEmpty { labels["region"] = settings.region }
        let image = instance["sourceDetails"]["imageId"].text
        labels["image_id"] = image.isEmpty ? instance["imageId"].text : image
        labels["tenancy_id"] = keys.tenancy
        labels["vnic_id"] = card["id"].text
        labels["hostname_label"] = card["hostnameLabel"].text
        labels["private_ip"] = address
        labels["public_ip"] = card["publicIp"].text
        let addresses = card["ipv6Addresses"].texts
        if !addresses.isEmpty { labels["ipv6_addresses"] = addresses.joinedWithin(",") }
        for (key, value) in instance["freeformTags"].entries { labels.set("tag_", key: key, value.text) }
        for (space, tags) in instance["definedTags"].entries {
            for (key, value) in tags.entries { labels.set("defined_tag_", key: "\(space)_\(key)", value.text) }
        }
        labels.setPlain("__address__", joinedAddress(address, settings.poll.port))
        return labels.labels()
    }
}
