internal import HTTPClients
internal import Logging
internal import PrometheusClient
internal import PrometheusModel

/// Asks Linode for instances, their addresses and their ranges.
struct LinodeTargetSource: TargetSource {
    private static let pageLength = 500

    /// Everything is listed at least this often, counted in refreshes.
    private static let mostQuietRefreshes = 10

    let settings: LinodeDiscovery
    let api: APIClient
    private let failures: Counter
    private let logger: Logger
    private let clock: WallClock
    /// What was found last; `nil` after a failure.
    private var found: [TargetGroup]?
    private var quietRefreshes = 0
    /// When events were asked for last, in seconds since the Unix epoch.
    private var lastPoll: Int64 = 0
    /// Whether the token may read events.
    private var canReadEvents = true

    init(settings: LinodeDiscovery, api: APIClient, environment: DiscoveryEnvironment) {
        self.settings = settings
        self.api = api
        failures = environment.metrics.mechanisms.linodeFailures
        logger = environment.logger
        clock = environment.clock
    }

    mutating func groups() async throws -> [TargetGroup] {
        let now = clock.nowMilliseconds() / 1000
        if let found, canReadEvents, quietRefreshes + 1 < Self.mostQuietRefreshes, await isQuiet(since: lastPoll) {
            quietRefreshes += 1
            lastPoll = now
            return found
        }
        found = nil
        do {
            let all = try await everything()
            (found, quietRefreshes, lastPoll) = (all, 0, now)
            return all
        } catch {
            failures.increment()
            throw error
        }
    }

    /// Whether nothing happened to the account's things; where that is not to be learned, everything is listed.
    private mutating func isQuiet(since start: Int64) async -> Bool {
        let time = TimestampText.string(milliseconds: start * 1000).prefix(19)
        let filter = [(name: "X-Filter", value: "{\"created\": {\"+gte\": \"\(time)\"}}")]
        do {
            let response = try await api.send("GET", "https://api.linode.com/v4/account/events?page=1", headers: filter)
            guard response.isSuccess else {
                // Without the right to read events it is of no use to ask again.
                if response.status == 401 || response.status == 403 { canReadEvents = false }
                throw response.refusal
            }
            return try JSONValue(parsing: response.body).list("data").isEmpty
        } catch {
            logger.warning("Unable to poll events of Linode", metadata: ["err": "\(error)"])
            return false
        }
    }

    private func everything() async throws -> [TargetGroup] {
        let instances = try await list("linode/instances")
        let addresses = try await list("networking/ips")
        let ranges = try await list("networking/ipv6/ranges")
        return [TargetGroup(source: "Linode", targets: targets(instances, addresses, ranges))]
    }

    private func list(_ path: String) async throws -> [JSONValue] {
        func url(_ page: Int) -> String {
            "https://api.linode.com/v4/\(path)?page=\(page)&page_size=\(Self.pageLength)"
        }
        let filter = [(name: "X-Filter", value: "{\"region\": \(JSONText.quoted(settings.region))}")]
        let headers = settings.region.isEmpty ? [] : filter
        return try await api.pages(url(1), headers: headers, list: { try $0.list("data") }) { answer, page in
            page < answer["pages"].integer ?? 1 ? url(page + 1) : nil
        }
    }

    private func targets(_ instances: [JSONValue], _ addresses: [JSONValue], _ ranges: [JSONValue]) -> [Labels] {
        let details = Dictionary(addresses.map { ($0["address"].text, $0) }, uniquingKeysWith: { $1 })
        // Ranges belong to the instance whose address they are routed to.
        let routed = Dictionary(grouping: ranges.filter { !$0["route_target"].text.isEmpty }) {
            $0["route_target"].text
        }
        return instances.compactMap { target($0, details, routed) }
    }

    private func target(
        _ instance: JSONValue,
        _ details: [String: JSONValue],
        _ ranges: [String: [JSONValue]]
    ) -> Labels? {
        guard !instance["ipv4"].elements.isEmpty else { return nil }
        var labels = MetaLabels("__meta_linode_")
        let extra = addAddresses(of: instance, details, to: &labels)
        let slaac = instance["ipv6"].text.split(separator: "/").first.map(String.init) ?? ""
        labels["public_ipv6"] = slaac
        labels["public_ipv6_rdns"] = details[slaac]?["rdns"].text
        let own = (ranges[slaac] ?? []).map { "\($0["range"].text)/\($0["prefix"].text)" }
        for (name, list) in [("extra_ips", extra), ("ipv6_ranges", own), ("tags", instance["tags"].texts)]
        where !list.isEmpty { labels[name] = list.joinedWithin(settings.tagSeparator) }
        labels["instance_id"] = instance["id"].text
        labels["instance_label"] = instance["label"].text
        for key in ["image", "region", "type", "status", "group", "hypervisor"] { labels[key] = instance[key].text }
        labels["backups"] = instance["backups"]["enabled"].isTrue ? "enabled" : "disabled"
        let specs = instance["specs"]
        labels["gpus"] = "\(specs["gpus"].integer ?? 0)"
        labels["specs_vcpus"] = "\(specs["vcpus"].integer ?? 0)"
        // The API counts in mebibytes.
        for key in ["disk", "memory", "transfer"] {
            labels["specs_\(key)_bytes"] = "\((specs[key].integer ?? 0).multipliedReportingOverflow(by: 1 << 20).0)"
        }
        return labels.labels()
    }

    /// Adds the first public and the first private address, and returns the others.
    private func addAddresses(
        of instance: JSONValue,
        _ details: [String: JSONValue],
        to labels: inout MetaLabels
    ) -> [String] {
        var (publicAddress, privateAddress) = ("", "")
        var extra: [String] = []
        for address in instance["ipv4"].texts {
            guard let detail = details[address] else { continue }
            if detail["public"].isTrue, publicAddress.isEmpty {
                publicAddress = address
                labels["public_ipv4_rdns"] = detail["rdns"].text
            } else if !detail["public"].isTrue, privateAddress.isEmpty {
                privateAddress = address
                labels["private_ipv4_rdns"] = detail["rdns"].text
            } else {
                extra.append(address)
            }
        }
        labels["public_ipv4"] = publicAddress
        labels["private_ipv4"] = privateAddress
        labels.setPlain("__address__", joinedAddress(publicAddress, settings.poll.port))
        return extra
    }
}
