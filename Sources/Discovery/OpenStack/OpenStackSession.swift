internal import HTTPClients
internal import PrometheusModel

/// Signs in to OpenStack, finds its services in the catalog, and asks them.
struct OpenStackSession: Sendable {
    private static let mostPages = 10_000

    /// A token with the catalog that came with it.
    private struct Ticket {
        var token: ExpiringToken
        var catalog: [JSONValue]
    }

    let login: OpenStackLogin
    let region: String
    let availability: String
    let api: APIClient
    let clock: WallClock
    private var ticket: Ticket?

    init(login: OpenStackLogin, region: String, availability: String, api: APIClient, clock: WallClock) {
        self.login = login
        self.region = region
        self.availability = availability
        self.api = api
        self.clock = clock
    }

    /// Signs in, if there is no ticket that lasts.
    mutating func authenticate() async throws {
        if ticket?.token.isGood(atMilliseconds: clock.nowMilliseconds()) ?? false { return }
        do {
            ticket = try await fetch()
        } catch {
            throw DiscoveryError("could not authenticate to OpenStack: \(error)")
        }
    }

    /// Forgets the ticket, so that the next refresh signs in anew.
    mutating func forget() { ticket = nil }

    private func fetch() async throws -> Ticket {
        let response = try await api.send(
            "POST",
            "\(identityURL)/auth/tokens",
            headers: [("Content-Type", "application/json"), ("Accept", "application/json")],
            body: Array(login.request.utf8)
        )
        guard response.isSuccess else { throw response.refusal }
        let token = try JSONValue(parsing: response.body)["token"]
        guard let text = response.header("X-Subject-Token"), !text.isEmpty else {
            throw DiscoveryError("no X-Subject-Token in the answer of the identity service")
        }
        let expiry = TimestampText.parse(token["expires_at"].text) ?? clock.nowMilliseconds() + 3_600_000
        return Ticket(token: ExpiringToken(text: text, expiry: expiry), catalog: token["catalog"].elements)
    }

    /// The identity service's third version, whose number may be missing in the settings.
    private var identityURL: String {
        var url = login.identityEndpoint
        while url.hasSuffix("/") { url.removeLast() }
        return url.hasSuffix("/v3") ? url : url + "/v3"
    }

    /// The address of the service of a type; throws if the catalog has none for region and availability.
    func endpoint(_ types: String...) throws -> String {
        let services = ticket?.catalog.filter { types.contains($0["type"].text) } ?? []
        let found = services.flatMap(\.["endpoints"].elements).first {
            let place = $0["region"].text.isEmpty ? $0["region_id"].text : $0["region"].text
            return $0["interface"].text == availability && (region.isEmpty || place == region)
        }
        guard var url = found?["url"].text, !url.isEmpty else {
            throw DiscoveryError("No suitable endpoint could be found in the service catalog.")
        }
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }

    /// All elements of a list that comes in pages, each of which links to the next.
    func list(_ url: String, _ key: String) async throws -> [JSONValue] {
        let token = [(name: "X-Auth-Token", value: ticket?.token.text ?? "")]
        return try await api.pages(url, headers: token, list: { try $0.list(key) }) { answer, _ in
            let next = answer["\(key)_links"].elements.first { $0["rel"].text == "next" }?["href"].text ?? ""
            // A link to where we are would never end.
            return next.isEmpty || next == url ? nil : next
        }
    }
}
