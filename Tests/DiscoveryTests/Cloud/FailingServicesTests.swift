@testable import Discovery
import Testing

@Suite(.timeLimit(.minutes(5))) struct FailingServicesTests {
    @Test(arguments: RecordedDiscovery.names, SpoiledClient.Damage.allCases)
    func `targets stay when the service fails, which is counted and logged`(
        name: String,
        damage: SpoiledClient.Damage
    ) async throws {
        let recorded = try RecordedDiscovery(name)
        let client = SpoiledClient(recorded.client)
        var run = MechanismRun(client)
        run.variables = recorded.variables
        let reports = try await run.reports(recorded.text, refreshes: 3) { refresh in
            client.spoil(refresh == 1 ? damage : nil)
        }
        #expect(reports.count == 1, "a failure changed what there is")
        #expect(run.metric("prometheus_sd_refresh_failures_total") == "1")
        let failures = run.log.lines.filter { $0.hasPrefix("error Unable to refresh target groups") }
        #expect(failures.count == 1)
        #expect(failures.first?.contains(" err=") == true)
    }

    @Test(arguments: RecordedDiscovery.names)
    func `spoiled answers never end the program`(name: String) async throws {
        let recorded = try RecordedDiscovery(name)
        for seed in 0..<12 as Range<UInt64> {
            var run = MechanismRun(SpoiledClient(recorded.client, seed: seed))
            run.variables = recorded.variables
            _ = try await run.reports(recorded.text, refreshes: 3)
        }
    }

    @Test(arguments: ["azure", "linode"])
    func `mechanisms with counters of their own count there too`(name: String) async throws {
        let recorded = try RecordedDiscovery(name)
        let client = SpoiledClient(recorded.client)
        client.spoil(.unavailable)
        var run = MechanismRun(client)
        run.variables = recorded.variables
        _ = try await run.reports(recorded.text, refreshes: 2)
        #expect(run.metric("prometheus_sd_\(name)_failures_total") == "2")
    }

    @Test func `interfaces of Azure are asked for once, and taken from the cache then`() async throws {
        let recorded = try RecordedDiscovery("azure")
        let client = SpoiledClient(recorded.client)
        let run = MechanismRun(client)
        _ = try await run.reports(recorded.text, refreshes: 2)
        // A token, four lists and five interfaces; then the lists and the interface that is not there.
        #expect(client.requests == 10 + 5)
        #expect(run.metric("prometheus_sd_azure_cache_hit_total") == "4")
    }
}
