internal import HTTPClients
internal import PrometheusModel
internal import StrictYAML

/// Asks a Uyuni server for the endpoints of its monitored systems.
struct UyuniTargetSource: TargetSource {
    private static let sessionSeconds = 600

    let settings: UyuniDiscovery
    let api: APIClient
    let clock: WallClock
    private var token = ""
    /// When the session ends, in milliseconds since the Unix epoch.
    private var tokenExpiry: Int64 = 0

    init(settings: UyuniDiscovery, api: APIClient, clock: WallClock) {
        self.settings = settings
        self.api = api
        self.clock = clock
    }

    private var url: String {
        var base = settings.server
        while base.hasSuffix("/") { base.removeLast() }
        return "\(base)/rpc/api"
    }

    mutating func groups() async throws -> [TargetGroup] {
        let now = clock.nowMilliseconds()
        if now >= tokenExpiry {
            token = try await ask(
                "auth.login",
                [.text(settings.username), .text(settings.password.revealed), .integer(Self.sessionSeconds)],
                "unable to login to Uyuni API"
            ).text
            // A little early, so that none ends on the way.
            tokenExpiry = now + Int64(Self.sessionSeconds / 2) * 1000
        }
        do {
            return [TargetGroup(source: url, targets: try await targets())]
        } catch {
            tokenExpiry = 0
            throw error
        }
    }

    private func ask(_ method: String, _ parameters: [XMLCall.Value], _ failure: String) async throws -> XMLCall.Value {
        do {
            let body = try await api.body(
                "POST",
                url,
                headers: [("Content-Type", "text/xml")],
                body: Array(XMLCall.request(method, parameters).utf8)
            )
            return try XMLCall.answer(body)
        } catch {
            throw DiscoveryError("\(failure): \(error)")
        }
    }

    private func targets() async throws -> [Labels] {
        let systems = try await ask(
            "system.listSystemGroupsForSystemsWithEntitlement",
            [.text(token), .text(settings.entitlement)],
            "unable to get the managed system groups information of monitored clients"
        ).list()
        guard !systems.isEmpty else { return [] }
        let ids = XMLCall.Value.array(systems.map { .integer($0["id"].integer) })
        let endpoints = try await ask(
            "system.monitoring.listEndpoints",
            [.text(token), ids],
            "unable to get endpoints information"
        ).list()
        let networks = try await ask(
            "system.getNetworkForSystems",
            [.text(token), ids],
            "unable to get the systems network information"
        ).list()
        func byID(_ all: [XMLCall.Value], _ key: String) -> [Int: XMLCall.Value] {
            Dictionary(all.map { ($0[key].integer, $0) }, uniquingKeysWith: { $1 })
        }
        let (groups, hosts) = (byID(systems, "id"), byID(networks, "system_id"))
        return endpoints.map { target($0, groups, hosts) }
    }

    private func target(
        _ endpoint: XMLCall.Value,
        _ groups: [Int: XMLCall.Value],
        _ hosts: [Int: XMLCall.Value]
    ) -> Labels {
        let id = endpoint["system_id"].integer
        let host = hosts[id] ?? .text("")
        var labels = MetaLabels("__meta_uyuni_")
        labels.setPlain("__address__", "\(host["hostname"].text):\(endpoint["port"].integer)")
        labels["minion_hostname"] = host["hostname"].text
        labels["primary_fqdn"] = host["primary_fqdn"].text
        labels["system_id"] = "\(id)"
        labels["groups"] = (groups[id]?["system_groups"].elements ?? []).map { $0["name"].text }
            .joined(separator: settings.separator)
        labels["endpoint_name"] = endpoint["endpoint_name"].text
        labels["exporter"] = endpoint["exporter_name"].text
        labels["proxy_module"] = endpoint["module"].text
        labels["metrics_path"] = endpoint["path"].text
        labels["scheme"] = endpoint["tls_enabled"].text == "1" ? "https" : "http"
        return labels.labels()
    }
}
