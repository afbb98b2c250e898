internal import HTTPClients
internal import Logging
internal import PrometheusBytes
internal import PrometheusModel
internal import StrictYAML

/// Asks OVHcloud for servers, one after the other.
struct OVHcloudTargetSource: TargetSource {
    let settings: OVHcloudDiscovery
    let url: String
    let api: APIClient
    let logger: Logger
    let clock: WallClock
    /// How far the service's clock is ahead of ours, in seconds; `nil` until it was asked.
    private var clockDifference: Int?

    init(settings: OVHcloudDiscovery, url: String, api: APIClient, environment: DiscoveryEnvironment) {
        self.settings = settings
        self.url = url
        self.api = api
        logger = environment.logger
        clock = environment.clock
    }

    mutating func groups() async throws -> [TargetGroup] {
        let isOfMachines = settings.service == "dedicated_server"
        let path = isOfMachines ? "/dedicated/server" : "/vps"
        var targets: [Labels] = []
        for name in try await get(path).list().map(\.text) {
            let place = "\(path)/\(PercentEscapes.escaped(name))"
            do {
                let details = try await get(place)
                let addresses = try Self.addresses(try await get("\(place)/ips").list().map(\.text))
                targets.append(isOfMachines ? Self.machine(details, addresses) : Self.virtualServer(details, addresses))
            } catch {
                logger.warning(
                    "ovhcloud_\(settings.service): Could not get details of \(name)",
                    metadata: ["err": "\(error)"]
                )
            }
        }
        return [TargetGroup(source: "ovhcloud_\(settings.service)", targets: targets)]
    }

    /// A signed request; the service's clock counts.
    private mutating func get(_ path: String) async throws -> JSONValue {
        let target = url + path
        let key = (name: "X-Ovh-Application", value: settings.applicationKey)
        let now = Int(clock.nowMilliseconds() / 1000)
        if clockDifference == nil {
            let time = try await api.json("GET", "\(url)/auth/time", headers: [key])
            clockDifference = min(max(time.integer ?? now, 0), 1 << 40) - now
        }
        let time = now + (clockDifference ?? 0)
        let (secret, consumer) = (settings.applicationSecret.revealed, settings.consumerKey.revealed)
        let signature = SHA1.hexadecimal(of: Array("\(secret)+\(consumer)+GET+\(target)++\(time)".utf8))
        return try await api.json(
            "GET",
            target,
            headers: [
                key, ("X-Ovh-Consumer", consumer), ("X-Ovh-Timestamp", "\(time)"),
                ("X-Ovh-Signature", "$1$\(signature)"),
            ]
        )
    }

    /// The single addresses of a list that has networks too.
    private static func addresses(_ texts: [String]) throws(DiscoveryError) -> [String] {
        let addresses = texts.compactMap { text -> String? in
            let parts = text.split(separator: "/")
            guard let first = parts.first, parts.count == 1 || parts.dropFirst() == ["32"] else { return nil }
            let address = String(first)
            let isAddress = address.utf8.allSatisfy { "0123456789abcdefABCDEF.:".utf8.contains($0) }
            return isAddress && (address.contains(".") || address.contains(":")) ? address : nil
        }
        if addresses.isEmpty { throw DiscoveryError("could not parse IP addresses from list") }
        return addresses
    }

    /// Labels with the addresses; the address of the target is the first IPv4 one, else the first IPv6 one.
    private static func labels(_ prefix: String, _ name: String, _ addresses: [String]) -> MetaLabels {
        let address4 = addresses.last { !$0.contains(":") } ?? ""
        let address6 = addresses.last { $0.contains(":") } ?? ""
        var labels = MetaLabels(prefix)
        labels.setPlain("__address__", address4.isEmpty ? address6 : address4)
        labels.setPlain("instance", name)
        labels["name"] = name
        labels["ipv4"] = address4
        labels["ipv6"] = address6
        return labels
    }

    private static func virtualServer(_ server: JSONValue, _ addresses: [String]) -> Labels {
        var labels = labels("__meta_ovhcloud_vps_", server["name"].text, addresses)
        let model = server["model"]
        let texts = [
            ("offer", model["offer"]), ("datacenter", .string(shown(model["datacenter"]))),
            ("model_vcore", model["vcore"]), ("maximum_additional_ip", model["maximumAdditionnalIp"]),
            ("version", model["version"]), ("model_name", model["name"]), ("disk", model["disk"]),
            ("memory", model["memory"]), ("zone", server["zone"]), ("display_name", server["displayName"]),
            ("cluster", server["cluster"]), ("state", server["state"]), ("netboot_mode", server["netbootMode"]),
            ("memory_limit", server["memoryLimit"]), ("offer_type", server["offerType"]), ("vcore", server["vcore"]),
        ]
        for (label, value) in texts { labels[label] = value.text }
        return labels.labels()
    }

    private static func machine(_ server: JSONValue, _ addresses: [String]) -> Labels {
        var labels = labels("__meta_ovhcloud_dedicated_server_", server["name"].text, addresses)
        let texts = [
            ("state", "state"), ("commercial_range", "commercialRange"), ("link_speed", "linkSpeed"),
            ("rack", "rack"), ("os", "os"), ("support_level", "supportLevel"), ("server_id", "serverId"),
            ("reverse", "reverse"), ("datacenter", "datacenter"),
        ]
        for (label, key) in texts { labels[label] = server[key].text }
        labels["no_intervention"] = server["noIntervention"].isTrue ? "true" : "false"
        return labels.labels()
    }

    /// A list as upstream prints it.
    private static func shown(_ list: JSONValue) -> String { "[" + list.texts.joined(separator: " ") + "]" }
}
