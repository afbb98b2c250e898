internal import HTTPClients
internal import PrometheusModel
internal import StrictYAML

/// Asks Outscale for virtual machines, with requests signed as Amazon's are.
struct OutscaleTargetSource: TargetSource {
    private static let mostPages = 10_000

    let settings: OutscaleDiscovery
    let client: any HTTPClient
    let userAgent: String
    let clock: WallClock

    func groups() async throws -> [TargetGroup] {
        var targets: [Labels] = []
        var token = ""
        for _ in 0..<Self.mostPages {
            let page = try await explained("could not read VMs") { try await ask(token) }
            targets += try page.list("Vms").compactMap(target)
            token = page["NextPageToken"].text
            if token.isEmpty { break }
        }
        return [TargetGroup(source: "outscale_\(settings.region)", targets: targets)]
    }

    private func ask(_ token: String) async throws -> JSONValue {
        let request = HTTPClientRequest(
            method: "POST",
            url: "\(settings.url)/ReadVms",
            headers: [
                ("User-Agent", userAgent), ("Accept", "application/json"), ("Content-Type", "application/json"),
            ],
            body: Array((token.isEmpty ? "{}" : "{\"NextPageToken\":\(JSONText.quoted(token))}").utf8),
            timeout: .milliseconds(settings.poll.refreshIntervalMilliseconds)
        )
        let signer = SigV4Signer(region: settings.region, service: "oapi")
        let keys = SigV4Credentials(accessKey: settings.accessKey, secretKey: try secret())
        let signed = signer.signed(request, keys, atMilliseconds: clock.nowMilliseconds())
        let response = try await client.send(signed)
        guard response.isSuccess else {
            let error = (try? JSONValue(parsing: response.body))?["Errors"][0] ?? .null
            guard !error["Type"].text.isEmpty else { throw response.refusal }
            throw DiscoveryError("\(response.status) \(error["Type"].text): \(error["Details"].text)")
        }
        return try JSONValue(parsing: response.body)
    }

    /// The secret; that of a file is read each time.
    private func secret() throws -> String {
        guard settings.secretKey.isEmpty else { return settings.secretKey.revealed }
        do throws(TextFileError) {
            return String(decoding: try TextFile.read(settings.secretKeyFile), as: UTF8.self).trimmed
        } catch {
            throw DiscoveryError("unable to read secret key file \(settings.secretKeyFile): \(error)")
        }
    }

    private func target(_ machine: JSONValue) -> Labels? {
        let privateAddress = machine["PrivateIp"].text
        let publicAddress = machine["PublicIp"].text
        let address = privateAddress.isEmpty ? publicAddress : privateAddress
        guard !address.isEmpty else { return nil }
        var labels = MetaLabels("__meta_outscale_")
        labels["vm_instance_id"] = machine["VmId"].text
        labels["vm_region"] = settings.region
        labels["vm_subregion"] = machine["Placement"]["SubregionName"].text
        labels["vm_state"] = machine["State"].text
        labels["vm_private_ip"] = privateAddress
        labels["vm_public_ip"] = publicAddress
        for tag in machine["Tags"].elements { labels.set("vm_tag_", key: tag["Key"].text, tag["Value"].text) }
        labels.setPlain("__address__", joinedAddress(address, settings.poll.port))
        return labels.labels()
    }
}
