@testable import Discovery
import HTTPClients
import PrometheusModel
import Testing

@Suite(.timeLimit(.minutes(1))) struct LinodeEventsTests {
    private static let events = "GET https://api.linode.com/v4/account/events?page=1"

    private static func client(_ events: TableClient.Answer) -> TableClient {
        let list = TableClient.Answer.body("{\"data\": [], \"page\": 1, \"pages\": 1}")
        let root = "GET https://api.linode.com/v4/"
        return TableClient([
            root + "linode/instances?page=1&page_size=500": list, root + "networking/ips?page=1&page_size=500": list,
            root + "networking/ipv6/ranges?page=1&page_size=500": list, Self.events: events,
        ])
    }

    /// How many of the requests are for `part` of the API.
    private static func count(_ client: TableClient, _ part: String) -> Int {
        client.requests.count { $0.url.contains(part) }
    }

    @Test func `everything is listed at every tenth refresh, and else only after events`() async throws {
        let client = Self.client(.body("{\"data\": []}"))
        var run = MechanismRun(client)
        run.clock = WallClock { 1_700_000_000_000 }
        _ = try await run.reports("linode_sd_configs: [{}]", refreshes: 11)
        #expect(Self.count(client, "instances") == 2)
        #expect(Self.count(client, "events") == 9)
        let filter = client.requests.first { $0.url.contains("events") }?.header("X-Filter")
        #expect(filter == "{\"created\": {\"+gte\": \"2023-11-14T22:13:20\"}}")
    }

    @Test func `an event lists everything`() async throws {
        let client = Self.client(.body("{\"data\": [{\"id\": 1}]}"))
        _ = try await MechanismRun(client).reports("linode_sd_configs: [{}]", refreshes: 3)
        #expect(Self.count(client, "instances") == 3)
    }

    @Test func `a token that may not read events lists everything, and does not ask for events again`() async throws {
        let client = Self.client(.body("{}", status: 401))
        _ = try await MechanismRun(client).reports("linode_sd_configs: [{}]", refreshes: 4)
        #expect(Self.count(client, "instances") == 4)
        #expect(Self.count(client, "events") == 1)
    }
}
