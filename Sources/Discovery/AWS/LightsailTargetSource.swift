internal import PrometheusModel

/// Asks Lightsail for instances.
struct LightsailTargetSource: TargetSource {
    let port: Int
    let client: AWSClient

    func groups() async throws -> [TargetGroup] {
        let region = try await client.region()
        var targets: [Labels] = []
        var token = ""
        repeat {
            let answer = try await page(token)
            targets += try answer.list("instances").compactMap { target($0, region) }
            let following = answer["nextPageToken"].text
            guard following != token else { break }
            token = following
        } while !token.isEmpty
        return [TargetGroup(source: region, targets: targets)]
    }

    private func page(_ token: String) async throws -> JSONValue {
        try await explained("could not get instances") {
            try await client.json(
                "lightsail",
                "Lightsail_20161128.GetInstances",
                .object(token.isEmpty ? [:] : ["pageToken": .string(token)])
            )
        }
    }

    private func target(_ instance: JSONValue, _ region: String) -> Labels? {
        let address = instance["privateIpAddress"].text
        guard !address.isEmpty else { return nil }
        var labels = MetaLabels("__meta_lightsail_")
        labels.setPlain("__address__", joinedAddress(address, port))
        labels["private_ip"] = address
        labels["public_ip"] = instance["publicIpAddress"].text
        labels["availability_zone"] = instance["location"]["availabilityZone"].text
        labels["region"] = region
        labels["blueprint_id"] = instance["blueprintId"].text
        labels["bundle_id"] = instance["bundleId"].text
        labels["instance_name"] = instance["name"].text
        labels["instance_state"] = instance["state"]["name"].text
        labels["instance_support_code"] = instance["supportCode"].text
        let addresses = instance["ipv6Addresses"].texts
        if !addresses.isEmpty { labels["ipv6_addresses"] = addresses.joinedWithin(",") }
        for tag in instance["tags"].elements { labels.set("tag_", key: tag["key"].text, tag["value"].text) }
        return labels.labels()
    }
}
