import Discovery
import Testing

@Suite(.timeLimit(.minutes(1))) struct RecordedDiscoveryTests {
    @Test(arguments: RecordedDiscovery.names)
    func `the targets are those that the original finds in the same answers`(name: String) async throws {
        let recorded = try RecordedDiscovery(name)
        let bench = try MechanismBench(recorded.client, variables: recorded.variables)
        try await bench.run {
            await bench.manager.apply(["job": try MechanismBench.settings(recorded.text)])
            let found = recorded.comparable(try await bench.groups())
            for target in found.subtracting(recorded.targets) { Issue.record("superfluous: \(target)") }
            for target in recorded.targets.subtracting(found) { Issue.record("missing: \(target)") }
        }
        #expect(recorded.client.unknownRequests == [])
    }
}
